using Mxit.Platform.Media;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Media;

/// <summary>The suite holds for a store of another kind, one that cannot move.</summary>
[Collection(Alone.Name)]
public sealed class ObjectMediaStorageTests : MediaStorageSuite
{
    private readonly string _objects = Directory.CreateTempSubdirectory("mxit-test-").FullName;

    public ObjectMediaStorageTests() => Storage = new ObjectMediaStorage(_objects, Clock);

    private protected override IMediaStorage Storage { get; }

    protected override async Task AssertNothingIsThereAsync()
    {
        await base.AssertNothingIsThereAsync();
        Assert.Empty(Directory.GetFiles(_objects));
    }

    protected override void Dispose(bool disposing) => Directory.Delete(_objects, recursive: true);
}
