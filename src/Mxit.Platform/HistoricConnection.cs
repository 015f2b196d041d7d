namespace Mxit.Platform;

/// <summary>A feature of connections that came in at the ports of the historic names.</summary>
/// <param name="IsTls">The connection is encrypted. Programs of 2012 often did without.</param>
internal sealed record HistoricConnection(bool IsTls);
