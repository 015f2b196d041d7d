using System.Text.Json;
using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Reads the replies of the server. Source: wire document, section 1.3.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BasicProfile))]
[JsonSerializable(typeof(BasicProfile[]))]
[JsonSerializable(typeof(FullProfile))]
[JsonSerializable(typeof(ContactListReply))]
[JsonSerializable(typeof(GalleryReply))]
[JsonSerializable(typeof(GalleryItem[]))]
[JsonSerializable(typeof(ConversationsReply))]
[JsonSerializable(typeof(MessagesReply))]
[JsonSerializable(typeof(MessengerMessage))]
[JsonSerializable(typeof(SentMessageReply))]
[JsonSerializable(typeof(MessengerContactsReply))]
[JsonSerializable(typeof(FileOffer))]
[JsonSerializable(typeof(FileOffersReply))]
[JsonSerializable(typeof(MessageDelivery))]
[JsonSerializable(typeof(DeliveryChange))]
[JsonSerializable(typeof(DeliveryChangesReply))]
internal sealed partial class ReplyJson : JsonSerializerContext
{
    public static ReplyJson Wire { get; } = new(MxitJson.CreateOptions());
}

/// <summary>The number of a position in a feed.</summary>
internal sealed class PositionConverter : JsonConverter<Cursor>
{
    public override Cursor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var position) && position > 0
            ? Cursor.Of(position)
            : throw new JsonException("A cursor must be a number above zero.");

    public override void Write(Utf8JsonWriter writer, Cursor value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Position(nameof(value)));
}
