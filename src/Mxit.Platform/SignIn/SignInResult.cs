using Mxit.Platform.Accounts;

namespace Mxit.Platform.SignIn;

/// <summary>What became of a login and a password.</summary>
/// <param name="Person">The person whose they are; <see langword="null"/> when they are not, or were not looked at.</param>
/// <param name="RetryAfter">How long to wait, when they were not looked at because too many wrong ones came before.</param>
internal sealed record SignInResult(Person? Person, TimeSpan? RetryAfter = null);
