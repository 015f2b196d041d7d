using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// How everything on the wire is read and written: member names without regard to case, unknown members ignored, absent
/// rather than <see langword="null"/>, text as literal UTF-8. Source: wire document, section 1.3.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(SendMessageBody))]
[JsonSerializable(typeof(MessageLink[]))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(UserInfoReply))]
[JsonSerializable(typeof(UpdateProfileBody))]
[JsonSerializable(typeof(RecommendBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(WriteMessageBody))]
[JsonSerializable(typeof(MarkMessagesBody))]
[JsonSerializable(typeof(AcceptOfferBody))]
internal sealed partial class MxitJson : JsonSerializerContext
{
    /// <summary>
    /// The one instance to use. Unlike <see cref="Default"/> it writes non-ASCII characters literally, because python-mxit
    /// strips the quotes of a JSON string without unescaping it.
    /// </summary>
    public static MxitJson Wire { get; } = new(CreateOptions());

    /// <summary>The options of everything on the wire.</summary>
    public static JsonSerializerOptions CreateOptions() => new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = new LiteralJsonEncoder(),
    };
}
