namespace Mxit.Wire;

/// <summary>The body of <c>POST /user/recommend</c>. Source: wire document, section 5.4.</summary>
internal sealed record RecommendBody
{
    /// <summary>The service name of the app that is recommended.</summary>
    public string? Application { get; init; }

    /// <summary>Where the app wants to hear that the recommendation was accepted.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Who recommends.</summary>
    public string? FromUserId { get; init; }

    /// <summary>To whom.</summary>
    public string? ToUserId { get; init; }

    /// <summary>What to say.</summary>
    public string? Message { get; init; }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(RecommendBody)} {{ {nameof(Application)} = {Application} }}";
}
