namespace Mxit;

/// <summary>
/// A link to another service inside a message. It takes the place of <c>{i}</c> in the body, where <c>i</c> is its index;
/// without a place it follows the body on a new line. Source: <c>Links[i]</c> of <c>POST /message/send</c>, wire document,
/// section 3.1.
/// </summary>
/// <param name="Text">The caption that a person sees.</param>
/// <param name="TargetService">The service name that the link opens.</param>
public sealed record MessageLink(string Text, string TargetService)
{
    /// <summary>Put the current service into the back history; absent when <see langword="null"/>.</summary>
    public bool? AddToBackHistory { get; init; }

    /// <summary>Open the target as a temporary contact, like a new tab, instead of in the current one.</summary>
    public bool CreateTemporaryContact { get; init; }

    /// <summary>Data handed to the target service with the redirect; absent when <see langword="null"/>.</summary>
    public string? Parameters { get; init; }
}
