using System.Text;
using System.Text.Json;
using Mxit.Wire;

namespace Mxit.Contracts.Tests;

/// <summary>The send requests of the wire document, section 3.1, as its clients wrote them.</summary>
public class DocumentedRequestTests
{
    [Fact]
    public void The_request_of_the_ruby_gem_is_understood()
    {
        var body = Read(
            """{"To":"m123","Body":"Hello from the Mxit Api","From":"tester","SpoolTimeout":82800,"ContainsMarkup":"true"}""");

        Assert.Equal(["m123"], body.To!);
        Assert.Equal("Hello from the Mxit Api", body.Body);
        Assert.Equal("tester", body.From);
        Assert.Equal(82800, body.SpoolTimeOut);
        Assert.True(body.ContainsMarkup);
        Assert.Null(body.Spool);
        Assert.Null(body.Links);
    }

    [Fact]
    public void The_request_of_vumi_is_understood()
    {
        var body = Read("""{"Body":"Send!","ContainsMarkup":"true","From":"mxit-2","To":"mxit-1","Spool":"true"}""");

        Assert.Equal(["mxit-1"], body.To!);
        Assert.True(body.ContainsMarkup);
        Assert.True(body.Spool);
        Assert.Null(body.SpoolTimeOut);
    }

    [Fact]
    public void The_request_of_the_kazazoom_library_is_understood_and_written_back_in_its_order()
    {
        const string Sent =
            """{"Body":"Try {0}","ContainsMarkup":true,"From":"yourapp","Links":[{"CreateTemporaryContact":true,"TargetService":"otherapp","Text":"Other App"}],"To":"m111,m222","Spool":true,"SpoolTimeOut":604800,"InternalReference":0}""";

        var body = Read(Sent);

        Assert.Equal(["m111", "m222"], body.To!);
        var link = Assert.Single(body.Links!);
        Assert.Equal(("Other App", "otherapp", true), (link.Text, link.TargetService, link.CreateTemporaryContact));
        Assert.Equal(
            """{"Body":"Try {0}","ContainsMarkup":true,"From":"yourapp","Links":[{"CreateTemporaryContact":true,"TargetService":"otherapp","Text":"Other App"}],"Spool":true,"SpoolTimeOut":604800,"To":"m111,m222"}""",
            Write(body));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\" TRUE \"", true)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("\"1\"", true)]
    [InlineData("null", null)]
    public void Booleans_come_in_many_spellings(string json, bool? expected) =>
        Assert.Equal(expected, Read($$"""{"Spool":{{json}}}""").Spool);

    [Theory]
    [InlineData("2")]
    [InlineData("\"yes\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_boolean_is_refused(string json) =>
        Assert.Throws<JsonException>(() => Read($$"""{"Spool":{{json}}}"""));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3600", 3600)]
    [InlineData("\"3600\"", 3600)]
    [InlineData("\" 7 \"", 7)]
    [InlineData("-1", -1)]
    [InlineData("null", null)]
    public void Integers_come_as_numbers_and_as_strings(string json, int? expected) =>
        Assert.Equal(expected, Read($$"""{"SpoolTimeOut":{{json}}}""").SpoolTimeOut);

    [Theory]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("\"an hour\"")]
    [InlineData("true")]
    public void What_is_no_integer_is_refused(string json) =>
        Assert.Throws<JsonException>(() => Read($$"""{"SpoolTimeOut":{{json}}}"""));

    [Theory]
    [InlineData("\"m1,m2\"", "m1|m2")]
    [InlineData("\" m1 , m2 ,, m1\"", "m1|m2")]
    [InlineData("[\"m1\",\" m2 \",\"\",\"m1\"]", "m1|m2")]
    [InlineData("\"\"", "")]
    [InlineData("[]", "")]
    public void Recipients_come_as_one_string_or_as_an_array(string json, string expected) =>
        Assert.Equal(expected, string.Join('|', Read($$"""{"To":{{json}}}""").To!));

    [Theory]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("[[\"m1\"]]")]
    [InlineData("{}")]
    public void What_names_no_recipients_is_refused(string json) =>
        Assert.Throws<JsonException>(() => Read($$"""{"To":{{json}}}"""));

    [Theory]
    [InlineData("""{"SpoolTimeOut":60}""")]
    [InlineData("""{"SpoolTimeout":60}""")]
    [InlineData("""{"spooltimeout":60}""")]
    [InlineData("""{"SPOOLTIMEOUT":"60","InternalReference":0,"Unknown":{"deep":[1,2]}}""")]
    public void Member_names_match_in_any_case_and_unknown_ones_are_ignored(string json) =>
        Assert.Equal(60, Read(json).SpoolTimeOut);

    [Fact]
    public void Null_members_are_the_same_as_absent_ones()
    {
        var body = Read(
            """{"To":null,"Body":null,"From":null,"Links":null,"ContainsMarkup":null,"Spool":null,"SpoolTimeOut":null}""");

        Assert.Equal(new SendMessageBody(), body);
        Assert.Equal("{}", Write(body));
    }

    [Fact]
    public void Empty_links_are_read_as_an_empty_list() => Assert.Empty(Read("""{"Links":[]}""").Links!);

    [Fact]
    public void Spool_false_and_time_out_zero_are_written() =>
        Assert.Equal("""{"Spool":false,"SpoolTimeOut":0}""", Write(new SendMessageBody { Spool = false, SpoolTimeOut = 0 }));

    [Fact]
    public void The_text_does_not_show_in_a_log() =>
        Assert.DoesNotContain(
            "canary", new SendMessageBody { Body = "canary", To = ["canary"] }.ToString(), StringComparison.Ordinal);

    private static SendMessageBody Read(string json) => JsonSerializer.Deserialize(json, MxitJson.Wire.SendMessageBody)!;

    private static string Write(SendMessageBody body) =>
        Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(body, MxitJson.Wire.SendMessageBody));
}
