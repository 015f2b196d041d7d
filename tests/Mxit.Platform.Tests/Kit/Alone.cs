namespace Mxit.Platform.Tests.Kit;

/// <summary>Tests that measure what the whole process does, such as its memory: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
