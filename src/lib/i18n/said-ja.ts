// What the relay says, in Japanese. Part of `ja.ts`.
import type { saidEn } from './said-en.ts';

export const saidJa: typeof saidEn = {
	'The relay cannot be reached.': 'リレーに接続できません。',
	'The relay answered {0}.': 'リレーの応答: {0}。',
	'The relay did not answer with {0}.': 'リレーの応答が {0} ではありません。',
	'The answer broke off.': '応答が途中で切れました。',
	'The connection broke off.': '接続が切れました。',
	'The relay ended the stream.': 'リレーがストリームを終了しました。',
	'Nothing came for {0} ms.': '{0} ms のあいだ何も届きませんでした。',
	'A line of the answer is no JSON.': '応答に JSON でない行があります。',
	'The relay sent a frame that cannot be read.': 'リレーから読み取れないフレームが届きました。',
	'This relay does not answer under that name. Declare it in TIDEMARK_ALLOWED_HOSTS.':
		'このリレーはその名前では応答しません。TIDEMARK_ALLOWED_HOSTS に登録してください。',
	'Other sites may not call this relay.': 'ほかのサイトからこのリレーは呼び出せません。',
	'Changes are taken only from the app itself.': '変更はアプリ自身からのみ受け付けます。',
	'There is nothing here.': 'ここには何もありません。',
	'This device may look, not change: ask the owner.':
		'この端末は閲覧のみで、変更はできません。所有者に依頼してください。',
	'The journal cannot be used now: {0}.': '現在ジャーナルを使用できません: {0}。',
	'The relay met a fault of its own.': 'リレーで内部エラーが発生しました。',
	'That is too much.': '一度に送るには大きすぎます。',
	'Sign in first.': 'まずサインインしてください。',
	'This session has expired. Sign in again.':
		'セッションの有効期限が切れました。もう一度サインインしてください。',
	'This device was signed out by another one.': '別の端末からサインアウトされました。',
	'There were too many tries. Wait a little.': '試行が多すぎます。しばらくお待ちください。',
	'Sign-in is off: everyone here is the owner.': 'サインインがオフのため、ここでは全員が所有者です。',
	'There is somebody of that name.': '同じ名前の人がすでにいます。',
	'There are too many people: remove one first.': '人数が多すぎます。先に 1 人削除してください。',
	'The owner of the machine has no password.': 'このマシンの所有者にはパスワードがありません。',
	'There is nobody of that id.': 'その ID の人はいません。',
	'That is you: another owner has to do it.': '自分自身です。別の所有者が行う必要があります。',
	'Name and password do not fit.': '名前とパスワードが一致しません。',
	'A password has {0} characters or more.': 'パスワードは {0} 文字以上です。',
	'A password has {0} characters at most.': 'パスワードは {0} 文字以下です。',
	'This password is among the first that are guessed.': '真っ先に推測されるパスワードです。',
	'This code has been used or has expired. Make a new one.':
		'このコードは使用済みか期限切れです。新しく作成してください。',
	'This code is not known.': 'このコードは不明です。',
	'A name is needed.': '名前が必要です。',
	'A name is needed; machine and user are texts or null.': '名前が必要です。',
	'There is none of that name.': '該当するものがありません。',
	'Sign-in is off: there is nothing to pair.': 'サインインがオフのため、ペアリングは不要です。',
	'There is no such device.': 'その端末はありません。',
	'There is no such token.': 'そのトークンはありません。',
	'There is no such channel.': 'そのチャンネルはありません。',
	'There is no such alert.': 'そのアラートはありません。',
	'There is no such signal.': 'そのシグナルはありません。',
	'There are too many devices: remove one first.': '端末が多すぎます。先に 1 台削除してください。',
	'There are too many tokens: revoke one first.': 'トークンが多すぎます。先に 1 つ失効させてください。',
	'There are too many channels: remove one first.': 'チャンネルが多すぎます。先に 1 つ削除してください。',
	'There are too many budgets.': '予算が多すぎます。',
	'There are too many of these.': '数が多すぎます。',
	"This device's clock is ahead by more than a day. Set it right.":
		'この端末の時計が 1 日以上進んでいます。正しく合わせてください。',
	'This is sample data: no real files are mixed in.': 'サンプルデータです。実際のファイルは混ぜられません。',
	'Data are being deleted already.': 'すでにデータを削除しています。',
	'TIDEMARK_RETENTION_DAYS decides this.': 'この値は TIDEMARK_RETENTION_DAYS で決まります。',
	'A backup is being made already.': 'すでにバックアップを作成しています。',
	'The backup could not be made.': 'バックアップを作成できませんでした。',
	'The backup could not be written: {0}': 'バックアップを書き込めませんでした: {0}',
	'A channel needs a name.': 'チャンネルには名前が必要です。',
	'The address is not of the form https://host/path on a public host. Hosts of your own network are declared in TIDEMARK_CHANNEL_HOSTS.':
		'アドレスが公開ホストの https://host/path 形式ではありません。自分のネットワークのホストは TIDEMARK_CHANNEL_HOSTS に登録します。',
	'The address of an ntfy topic is https://server/topic.':
		'ntfy トピックのアドレスは https://server/topic の形式です。',
	'A webhook is signed: its secret is "whsec_" and the base64 of at least {0} bytes.':
		'Webhook は署名されます。シークレットは "whsec_" と {0} バイト以上の base64 です。',
	'With another address the secret has to be given again.':
		'アドレスを変える場合はシークレットを再入力してください。',
	'A secret has visible ASCII characters without spaces.': 'シークレットは空白を含まない ASCII 文字です。',
	'That time zone is not known.': 'そのタイムゾーンは不明です。',
	'The push address is not of the form https://host/path.':
		'プッシュのアドレスが https://host/path 形式ではありません。',
	'The push service is not one of those known. Others are declared in TIDEMARK_PUSH_HOSTS.':
		'既知のプッシュサービスではありません。ほかのサービスは TIDEMARK_PUSH_HOSTS に登録します。',
	"The relay's push keys are not usable: see its log.":
		'リレーのプッシュ用の鍵が使えません。ログを確認してください。',
	'The device is subscribed.': '端末は購読済みです。',
	'The device is not subscribed any more.': '端末の購読はなくなっています。',
	'The push service is a known one.': '既知のプッシュサービスです。',
	'The message is encrypted for this device.': 'メッセージはこの端末向けに暗号化されています。',
	"The message could not be encrypted with the device's keys.":
		'端末の鍵でメッセージを暗号化できませんでした。',
	'The push service answered.': 'プッシュサービスが応答しました。',
	'The subscription has ended ({0}): subscribe the device again.':
		'購読が終了しました ({0})。端末を購読し直してください。',
	"The push service does not accept this relay's key ({0}): subscribe the device again.":
		'プッシュサービスがこのリレーの鍵を受け付けません ({0})。端末を購読し直してください。',
	'The {0} took it ({1}).': '{0}が受け付けました ({1})。',
	'The {0} asks to wait ({1}).': '{0}が待つよう求めています ({1})。',
	'The {0} refused it ({1}).': '{0}が拒否しました ({1})。',
	'The {0} could not be reached.': '{0}に接続できませんでした。',
	'The {0} could not be reached ({1}).': '{0}に接続できませんでした ({1})。',
	'push service': 'プッシュサービス',
	service: 'サービス',
	'The name leads to an address that is not public.': 'その名前は公開されていないアドレスを指しています。',
	'The connection came to an address that is not public.': '接続先が公開されていないアドレスでした。',
	'The channel is kept.': 'チャンネルは保存されています。',
	'The channel is gone.': 'チャンネルはなくなっています。',
	'The address is one that may be sent to.': '送信できるアドレスです。',
	'The service answered.': 'サービスが応答しました。',
	'Events are not being stored: {0}.': 'イベントが保存されていません: {0}。',
	'the disk is full': 'ディスクがいっぱいです',
	'the disk reported an error': 'ディスクがエラーを報告しました',
	'the database is locked by another program': '別のプログラムがデータベースをロックしています',
	'the database cannot be written (read-only)': 'データベースに書き込めません (読み取り専用)',
	'the database is damaged': 'データベースが破損しています',
	'{0} cannot be reached: {1}.': '{0} に接続できません: {1}。',
	'{0} did not answer within {1} s.': '{0} が {1} 秒以内に応答しませんでした。',
	'{0} did not answer with JSON: is this its address?':
		'{0} の応答が JSON ではありません。アドレスは正しいですか?',
	'nothing listens there': 'そこで待ち受けているものがありません',
	'it ended the connection': '相手が接続を切りました',
	'its name is not known': '名前が見つかりません',
	'its name cannot be looked up now': '現在名前を引けません',
	'there is no way to it': '到達できる経路がありません',
	'no connection in time': '時間内に接続できませんでした',
	'its certificate has expired': '証明書の有効期限が切れています',
	'its certificate is for another name': '証明書の名前が異なります',
	'its certificate is self-signed (see NODE_EXTRA_CA_CERTS)':
		'証明書が自己署名です (NODE_EXTRA_CA_CERTS を参照)',
	'its certificate is of an unknown authority (see NODE_EXTRA_CA_CERTS)':
		'不明な認証局の証明書です (NODE_EXTRA_CA_CERTS を参照)',
	'Loki has no live connection to spare: it is asked again and again instead.':
		'Loki にライブ接続の空きがないため、繰り返し問い合わせます。',
	'New lines are found by looking again and again ({0}).': '新しい行は繰り返し確認して見つけます ({0})。',
	'There are more folders than are watched: some are looked at now and then.':
		'監視できる数よりフォルダーが多いため、一部は時々確認します。',
	'Transcripts are no longer read: {0}. Start Tidemark again.':
		'トランスクリプトの読み取りが止まりました: {0}。Tidemark を再起動してください。'
};
