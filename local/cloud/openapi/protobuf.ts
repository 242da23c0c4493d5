import { Reader, Writer } from 'protobufjs/minimal'

/** One parameter of an API call: JSON in bytes, or a file when it has a content type. */
export interface ApiParameter {
  key: string
  value: Uint8Array
  contentType?: string
}

export interface ApiRequest {
  /** 0 is an open API; the others are WeChat's inner ones. */
  apiType: number
  parameters: ApiParameter[]
}

export interface ApiResponse {
  data?: Uint8Array
  contentType?: string
  /** A refusal by the cloud itself, such as -604101. */
  errorCode?: number
}

/** Reads the `CommApiData` that the SDK sends as `requestData`. */
export function decodeRequest(bytes: Uint8Array): ApiRequest {
  const reader = Reader.create(bytes)
  const request: ApiRequest = { apiType: 0, parameters: [] }
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag >>> 3 === 1) request.apiType = reader.int32()
    else if (tag >>> 3 === 2) request.parameters = decodeList(reader.bytes())
    else reader.skipType(tag & 7)
  }
  return request
}

/** Writes the `CommOpenApiResp` that the SDK expects. */
export function encodeResponse({ data, contentType, errorCode }: ApiResponse): Uint8Array {
  const writer = Writer.create()
  if (data) writer.uint32((1 << 3) | 2).bytes(data)
  if (contentType !== undefined) writer.uint32((2 << 3) | 2).string(contentType)
  if (errorCode !== undefined) writer.uint32(3 << 3).int32(errorCode)
  return writer.finish()
}

function decodeList(bytes: Uint8Array): ApiParameter[] {
  const reader = Reader.create(bytes)
  const parameters: ApiParameter[] = []
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag >>> 3 === 1) parameters.push(decodeParameter(reader.bytes()))
    else reader.skipType(tag & 7)
  }
  return parameters
}

function decodeParameter(bytes: Uint8Array): ApiParameter {
  const reader = Reader.create(bytes)
  const parameter: ApiParameter = { key: '', value: new Uint8Array() }
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag >>> 3 === 1) parameter.key = reader.string()
    else if (tag >>> 3 === 2) parameter.value = reader.bytes()
    else if (tag >>> 3 === 3) parameter.contentType = reader.string()
    else reader.skipType(tag & 7)
  }
  return parameter
}
