using System.Reflection;
using System.Xml.Linq;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

/// <summary>A project of <c>src</c>: its file and what was built from it.</summary>
internal sealed record SourceProject(string Name, string File)
{
    public static IReadOnlyList<SourceProject> All { get; } = Directory.GetDirectories(Path.Combine(Repository.Root, "src"))
        .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
        .Order(StringComparer.Ordinal)
        .Select(file => new SourceProject(Path.GetFileNameWithoutExtension(file), file))
        .ToList();

    public XDocument Xml { get; } = XDocument.Load(File);

    public IReadOnlyList<string> References => Xml.Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .ToList();

    public string AssemblyName => Xml.Descendants("AssemblyName").Select(name => name.Value).LastOrDefault() ?? Name;

    public string AssemblyFile => Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");

    public Assembly Assembly => Assembly.Load(AssemblyName);

    /// <summary>The files of all projects that people write: no build output, no libraries of others.</summary>
    public static IEnumerable<string> AllFiles(params string[] extensions) => FilesIn("src", extensions);

    /// <summary>The files below a folder of the repository that people write.</summary>
    public static IEnumerable<string> FilesIn(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)) && !IsBuildOutput(file))
            .Order(StringComparer.Ordinal);

    private static bool IsBuildOutput(string file) =>
        Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)
            .Any(part => part is "bin" or "obj" or "node_modules");
}
