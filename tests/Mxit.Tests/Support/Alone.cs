namespace Mxit.Tests.Support;

/// <summary>Tests that measure the whole process run without others beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
