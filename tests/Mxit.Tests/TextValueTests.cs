using System.Reflection;
using System.Text.Json;

namespace Mxit.Tests;

/// <summary>Ids, and words of which a server may know more than this library.</summary>
public class TextValueTests
{
    public static TheoryData<Type> Types =>
    [
        typeof(UserId),
        typeof(FileId),
        typeof(MessageId),
        typeof(OfferId),
        typeof(OfferState),
        typeof(MessageState),
        typeof(MessageDirection),
        typeof(PeerKind),
        typeof(DeliveryState),
        typeof(DeliveryReason),
    ];

    public static TheoryData<Type, string> Words => new()
    {
        { typeof(OfferState),
            "Offered=offered Accepted=accepted Declined=declined Expired=expired Withdrawn=withdrawn NotDelivered=notDelivered" },
        { typeof(MessageState), "Stored=stored Delivered=delivered Read=read NotDelivered=notDelivered" },
        { typeof(MessageDirection), "Received=in Sent=out" },
        { typeof(PeerKind), "Person=person App=app" },
        { typeof(DeliveryState), "Accepted=accepted Delivered=delivered Read=read Expired=expired NotAccepted=notAccepted" },
        { typeof(DeliveryReason), "Offline=offline NotContact=notContact SpoolFull=spoolFull" },
    };

    [Fact]
    public void Every_type_of_this_kind_is_tested_here()
    {
        var texts = typeof(MxitClient).Assembly.GetExportedTypes()
            .Where(type => type.IsValueType && type != typeof(Cursor) && type.GetConstructor([typeof(string)]) is not null)
            .Where(type => type.GetInterfaces().Contains(typeof(IParsable<>).MakeGenericType(type)));

        Assert.Equal(
            Types.Select(row => row.Data.Name).Order(StringComparer.Ordinal),
            texts.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_text_comes_out_as_it_went_in(Type type)
    {
        foreach (var text in new[] { "m1", "M1", " a/b ", "0197A3F0-1c2d-7e4f-8a9b-000000000001", "Zoë 😀" })
        {
            var value = New(type, text);

            Assert.Equal((text, text), (ValueOf(value), value.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Two_of_the_same_text_are_equal_and_case_counts(Type type)
    {
        Assert.Equal(New(type, "text"), New(type, new string("text".ToCharArray())));
        Assert.Equal(New(type, "text").GetHashCode(), New(type, new string("text".ToCharArray())).GetHashCode());
        Assert.NotEqual(New(type, "text"), New(type, "Text"));
        Assert.NotEqual(New(type, "text"), Activator.CreateInstance(type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_default_is_an_empty_text_and_not_null(Type type)
    {
        var nothing = Activator.CreateInstance(type)!;

        Assert.Equal(("", ""), (ValueOf(nothing), nothing.ToString()));
        Assert.Equal(nothing, Activator.CreateInstance(type));
        Assert.Equal(Activator.CreateInstance(type)!.GetHashCode(), nothing.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_blank_text_is_refused(Type type)
    {
        Assert.Throws<ArgumentNullException>(() => New(type, null));
        Assert.Throws<ArgumentException>(() => New(type, ""));
        Assert.Throws<ArgumentException>(() => New(type, " \t\n"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_is_a_text_in_JSON(Type type)
    {
        var value = New(type, "a \"b\"/c");

        Assert.Equal("\"a \\u0022b\\u0022/c\"", JsonSerializer.Serialize(value, type));
        Assert.Equal(value, JsonSerializer.Deserialize("\"a \\u0022b\\u0022/c\"", type));
        Assert.Equal("\"\"", JsonSerializer.Serialize(Activator.CreateInstance(type), type));
        foreach (var nothing in new[] { "null", "\"\"", "\" \"" })
        {
            Assert.Equal(Activator.CreateInstance(type), JsonSerializer.Deserialize(nothing, type));
        }

        foreach (var other in new[] { "7", "true", "{}", "[]", "[\"a\"]" })
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(other, type));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void One_that_may_be_missing_is_null_in_JSON(Type type)
    {
        var nullable = typeof(Nullable<>).MakeGenericType(type);

        Assert.Null(JsonSerializer.Deserialize("null", nullable));
        Assert.Equal("null", JsonSerializer.Serialize((object?)null, nullable));
        Assert.Equal(New(type, "a"), JsonSerializer.Deserialize("\"a\"", nullable));
        Assert.Equal("\"a\"", JsonSerializer.Serialize(New(type, "a"), nullable));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_can_be_the_key_of_a_dictionary_in_JSON(Type type)
    {
        var dictionary = typeof(Dictionary<,>).MakeGenericType(type, typeof(int));
        const string Json = """{"a b":1,"":2}""";

        var read = (System.Collections.IDictionary)JsonSerializer.Deserialize(Json, dictionary)!;

        Assert.Equal((1, 2), (read[New(type, "a b")], read[Activator.CreateInstance(type)!]));
        Assert.Equal(Json, JsonSerializer.Serialize(read, dictionary));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void The_words_that_are_known_are_those_of_the_server(Type type, string expected)
    {
        var words = type.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => $"{property.Name}={ValueOf(property.GetValue(null)!)}");

        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_id_is_made_of_a_text_without_further_ado()
    {
        UserId user = "m1";
        FileId file = "f1";
        MessageId message = "id-1";
        OfferId offer = "o1";

        Assert.Equal(
            (new UserId("m1"), new FileId("f1"), new MessageId("id-1"), new OfferId("o1")), (user, file, message, offer));
        Assert.Throws<ArgumentException>(() => (UserId)"");
    }

    [Fact]
    public void The_id_of_an_offer_is_that_of_its_message()
    {
        Assert.Equal(new MessageId("id-1"), (MessageId)new OfferId("id-1"));
        Assert.Equal(new OfferId("id-1"), (OfferId)new MessageId("id-1"));
        Assert.Equal(default, (MessageId)default(OfferId));
        Assert.Equal(default, (OfferId)default(MessageId));
    }

    private static object New(Type type, string? text) => type.GetConstructor([typeof(string)])!
        .Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [text], culture: null);

    private static string ValueOf(object value) => (string)value.GetType().GetProperty("Value")!.GetValue(value)!;
}
