using System.Text.Json.Serialization;

namespace Mxit.Internal;

/// <summary>Writes and reads checkpoints.</summary>
[JsonSerializable(typeof(BroadcastCheckpoint))]
internal sealed partial class BroadcastJson : JsonSerializerContext;
