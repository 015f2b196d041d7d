using System.Text.Json;
using System.Text.Json.Serialization;
using Mxit.Messenger;

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
[JsonSerializable(typeof(BasicProfile))]
[JsonSerializable(typeof(BasicProfile[]))]
[JsonSerializable(typeof(FullProfile))]
[JsonSerializable(typeof(ContactList))]
[JsonSerializable(typeof(UpdateProfileBody))]
[JsonSerializable(typeof(RecommendBody))]
[JsonSerializable(typeof(RecommendationAccepted))]
[JsonSerializable(typeof(GalleryRoot))]
[JsonSerializable(typeof(GalleryItem[]))]
[JsonSerializable(typeof(MessengerContactPage))]
[JsonSerializable(typeof(StateUpdate))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(MessengerMessage))]
[JsonSerializable(typeof(WriteMessage))]
[JsonSerializable(typeof(WrittenMessage))]
[JsonSerializable(typeof(MarkMessages))]
[JsonSerializable(typeof(MessageDelivery))]
[JsonSerializable(typeof(DeliveryChange))]
[JsonSerializable(typeof(DeliveryChangePage))]
[JsonSerializable(typeof(FileOffer))]
[JsonSerializable(typeof(FileOfferPage))]
[JsonSerializable(typeof(AcceptOffer))]
public sealed partial class MxitJson : JsonSerializerContext
{
    /// <summary>
    /// The one instance to use. Unlike <see cref="Default"/> it writes non-ASCII characters literally, because python-mxit
    /// strips the quotes of a JSON string without unescaping it.
    /// </summary>
    public static MxitJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = new LiteralJsonEncoder(),
    });
}
