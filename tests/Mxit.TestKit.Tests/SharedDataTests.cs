namespace Mxit.TestKit.Tests;

public sealed class SharedDataTests
{
    [Fact]
    public void The_repository_is_found() => Assert.True(File.Exists(Path.Combine(Repository.Root, "Mxit.slnx")));

    [Fact]
    public void A_missing_file_is_a_reason_to_skip_that_names_it() =>
        Assert.Contains("no-such-file.txt", SharedData.MissingReason("no-such-file.txt"), StringComparison.Ordinal);

    [Fact]
    public void Files_come_as_full_paths() =>
        Assert.All(SharedData.Files("photos"), path => Assert.True(Path.IsPathRooted(path)));
}
