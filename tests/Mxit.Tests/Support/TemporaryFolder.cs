namespace Mxit.Tests.Support;

/// <summary>An empty folder, gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mxit-tests-").FullName;

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_path).Select(entry => Path.GetFileName(entry)!);

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
