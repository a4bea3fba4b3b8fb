// OTLP bytes into messages. gRPC calls arrive as the same messages, decoded by the service's own code.
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { MalformedError } from './decoded.ts';
import {
	type ExportLogsServiceRequest,
	ExportLogsServiceRequestSchema
} from './gen/opentelemetry/proto/collector/logs/v1/logs_service_pb.ts';
import {
	type ExportMetricsServiceRequest,
	ExportMetricsServiceRequestSchema
} from './gen/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.ts';
import {
	type ExportTraceServiceRequest,
	ExportTraceServiceRequestSchema
} from './gen/opentelemetry/proto/collector/trace/v1/trace_service_pb.ts';

/** Throws MalformedError when the bytes are no such message, or nest deeper than 100 messages. */
export function parseLogsProtobuf(bytes: Uint8Array): ExportLogsServiceRequest {
	return read(ExportLogsServiceRequestSchema, bytes);
}

/** As `parseLogsProtobuf`. */
export function parseMetricsProtobuf(bytes: Uint8Array): ExportMetricsServiceRequest {
	return read(ExportMetricsServiceRequestSchema, bytes);
}

/** As `parseLogsProtobuf`. */
export function parseTracesProtobuf(bytes: Uint8Array): ExportTraceServiceRequest {
	return read(ExportTraceServiceRequestSchema, bytes);
}

function read<M extends DescMessage>(schema: M, bytes: Uint8Array): MessageShape<M> {
	try {
		return fromBinary(schema, bytes, { readUnknownFields: false });
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new MalformedError(`The body is not a protobuf ${schema.name}: ${why}.`, { cause });
	}
}
