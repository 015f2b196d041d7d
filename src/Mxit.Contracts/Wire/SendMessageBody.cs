using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// The body of <c>POST /message/send</c>. Written strictly; read with the leniency that old clients need.
/// Source: wire document, section 3.1; member order as the historic clients send it.
/// </summary>
internal sealed record SendMessageBody
{
    /// <summary>The text; newlines allowed; may hold markup.</summary>
    [JsonPropertyOrder(0)]
    public string? Body { get; init; }

    /// <summary>The body is Mxit markup. Absent means <see langword="false"/>.</summary>
    [JsonPropertyOrder(1), JsonConverter(typeof(LenientBooleanConverter))]
    public bool? ContainsMarkup { get; init; }

    /// <summary>The service name (app token) or the user id (user token). Absent means the token's own.</summary>
    [JsonPropertyOrder(2)]
    public string? From { get; init; }

    /// <summary>Links to other services. Never sent empty: the historic service refused that.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<WireLink>? Links { get; init; }

    /// <summary>Keep for people who are offline. Absent means <see langword="true"/>.</summary>
    [JsonPropertyOrder(4), JsonConverter(typeof(LenientBooleanConverter))]
    public bool? Spool { get; init; }

    /// <summary>How long to keep, in seconds. Absent means 604,800 (seven days).</summary>
    [JsonPropertyOrder(5), JsonConverter(typeof(LenientInt32Converter))]
    public int? SpoolTimeOut { get; init; }

    /// <summary>User ids; travels as one string with commas.</summary>
    [JsonPropertyOrder(6), JsonConverter(typeof(RecipientListConverter))]
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Leaves the text and the recipients out, so that they never reach a log by accident.</summary>
    public override string ToString() => $"{nameof(SendMessageBody)} {{ {nameof(From)} = {From} }}";
}

/// <summary>
/// One entry of <see cref="SendMessageBody.Links"/> as it travels; <see cref="MessageLink"/> is what callers see.
/// Source: wire document, section 3.1.
/// </summary>
internal sealed record WireLink
{
    /// <summary>Put the current service into the back history.</summary>
    [JsonPropertyOrder(0), JsonConverter(typeof(LenientBooleanConverter))]
    public bool? AddToBackHistory { get; init; }

    /// <summary>Open the target as a temporary contact.</summary>
    [JsonPropertyOrder(1), JsonConverter(typeof(LenientBooleanConverter))]
    public bool? CreateTemporaryContact { get; init; }

    /// <summary>Data handed to the target service.</summary>
    [JsonPropertyOrder(2)]
    public string? Parameters { get; init; }

    /// <summary>The service name that the link opens.</summary>
    [JsonPropertyOrder(3)]
    public string? TargetService { get; init; }

    /// <summary>The caption.</summary>
    [JsonPropertyOrder(4)]
    public string? Text { get; init; }
}
