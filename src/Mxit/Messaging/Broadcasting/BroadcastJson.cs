using System.Text.Json.Serialization;

namespace Mxit.Internal;

/// <summary>How a checkpoint is written.</summary>
[JsonSerializable(typeof(BroadcastCheckpoint))]
internal sealed partial class BroadcastJson : JsonSerializerContext;
