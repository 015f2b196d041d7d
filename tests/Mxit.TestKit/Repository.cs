namespace Mxit.TestKit;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Mxit.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mxit.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Mxit.slnx in {AppContext.BaseDirectory} or above it.");
    }
}
