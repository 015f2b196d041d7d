namespace Mxit.Conventions.Tests.Checklist;

/// <summary>
/// Something that must not go wrong, in a few words. A test that covers it has its id in its name or in a trait.
/// </summary>
/// <param name="Id">Such as <c>O-10</c>: O is about authorization, sessions and pages, U about uploads and media.</param>
/// <param name="What">What holds.</param>
/// <param name="Backing">The standards that ask for it.</param>
/// <param name="IsMust">It must hold; otherwise it is optional, and may be without a test.</param>
internal sealed record SecurityItem(string Id, string What, string Backing, bool IsMust = true);
