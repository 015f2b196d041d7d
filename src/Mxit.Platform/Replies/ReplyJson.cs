using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>Writes what the server answers with. Source: wire document, section 1.3.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BasicProfileReply))]
[JsonSerializable(typeof(BasicProfileReply[]))]
[JsonSerializable(typeof(FullProfileReply))]
[JsonSerializable(typeof(ContactListReply))]
[JsonSerializable(typeof(RecommendationAcceptedBody))]
[JsonSerializable(typeof(GalleryReply))]
[JsonSerializable(typeof(GalleryItemReply[]))]
[JsonSerializable(typeof(MessengerContactPageReply))]
[JsonSerializable(typeof(ConversationListReply))]
[JsonSerializable(typeof(MessagePageReply))]
[JsonSerializable(typeof(MessageReply))]
[JsonSerializable(typeof(WrittenMessageReply))]
[JsonSerializable(typeof(DeliveryReply))]
[JsonSerializable(typeof(DeliveryChangeReply))]
[JsonSerializable(typeof(DeliveryChangePageReply))]
[JsonSerializable(typeof(FileOfferReply))]
[JsonSerializable(typeof(FileOfferPageReply))]
internal sealed partial class ReplyJson : JsonSerializerContext
{
    /// <summary>
    /// The one instance to use. Unlike <see cref="Default"/> it writes non-ASCII characters literally, because python-mxit
    /// strips the quotes of a JSON string without unescaping it.
    /// </summary>
    public static ReplyJson Wire { get; } = new(MxitJson.CreateOptions());
}
