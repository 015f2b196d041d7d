namespace Mxit.Platform;

/// <summary>What the features may know of their host.</summary>
/// <param name="PublicAddress">The address under which others reach the server; the issuer of tokens. Never taken from a request.</param>
/// <param name="DataFolder">The folder for keys and other files, an absolute path.</param>
/// <param name="IsDevelopment">People, apps and fixed credentials to play with are there, and the routes under <c>/dev/</c>.</param>
public sealed record ServerContext(Uri PublicAddress, string DataFolder, bool IsDevelopment);
