using System.Text.Json.Serialization;

namespace Mxit.Internal.Broadcasting;

/// <summary>How a checkpoint is written.</summary>
[JsonSerializable(typeof(BroadcastCheckpoint))]
internal sealed partial class BroadcastJson : JsonSerializerContext;
