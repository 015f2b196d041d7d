namespace Mxit.Testing.Tests;

public sealed class AbandonedFolderTests
{
    [Fact]
    public void Folders_of_killed_processes_are_removed_and_those_in_use_stay()
    {
        var parent = Directory.CreateTempSubdirectory("mxit-folders-").FullName;
        try
        {
            foreach (var name in new[] { "abandoned", "used", "new" })
            {
                Directory.CreateDirectory(Path.Combine(parent, $"mxit-test-server-{name}", "data"));
            }

            Directory.CreateDirectory(Path.Combine(parent, "of-somebody-else"));
            File.WriteAllText(Path.Combine(parent, "mxit-test-server-abandoned", "lock"), "");
            using (new FileStream(
                Path.Combine(parent, "mxit-test-server-used", "lock"), FileMode.Create, FileAccess.Write, FileShare.None))
            {
                TestFolders.RemoveAbandoned(parent);
            }

            Assert.Equal(
                ["mxit-test-server-new", "mxit-test-server-used", "of-somebody-else"],
                Directory.EnumerateDirectories(parent).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }
}
