using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests.Coverage;

/// <summary>
/// Which calls the client library has for which endpoint: found by calling every public method and looking at what it sends.
/// </summary>
public sealed class CoverageTests
{
    // Calls that came with a later version; all others were there from the first one.
    private static readonly Dictionary<string, string> Since = new(StringComparer.Ordinal);

    private const string FirstVersion = "0.1.0";

    private static readonly (string Name, Func<MxitClient, object> Area)[] Areas =
    [
        ("mxit.OAuth", client => client.OAuth),
        ("mxit.Messaging", client => client.Messaging),
        ("mxit.Users", client => client.Users),
        ("user", CallRecorder.AsPerson),
        ("user.Messaging", client => CallRecorder.AsPerson(client).Messaging),
        ("user.Users", client => CallRecorder.AsPerson(client).Users),
        ("user.Messenger", client => CallRecorder.AsPerson(client).Messenger),
    ];

    [Fact]
    public async Task Every_endpoint_has_its_call_and_the_table_in_the_docs_says_which()
    {
        var calls = await RecordAllAsync();
        var missing = HistoricCalls.All.Where(historic => !calls.Exists(call => call.Endpoint == Name(historic))).Select(Name);
        Assert.Empty(missing);

        var file = Path.Combine(Repository.Root, "docs", "coverage.md");
        var actual = Write(calls);
        if (Environment.GetEnvironmentVariable("MXIT_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, actual);
        }

        var approved = File.Exists(file) ? (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n") : "";
        Assert.True(
            approved == actual,
            "docs/coverage.md does not tell what the client calls; run MXIT_APPROVE=1 ./test Mxit.Conventions.Tests");
    }

    private static async Task<List<Call>> RecordAllAsync()
    {
        using var any = new MxitClient(new Uri("https://mxit.example.com/"), "id", "secret");
        var calls = new List<Call>();
        foreach (var (area, pick) in Areas)
        {
            // What a part shares with the same part of the app is listed there.
            var type = pick(any).GetType();
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName && IsCall(method.ReturnType)))
            {
                var sent = await CallRecorder.RecordAsync(pick, method);
                calls.Add(new Call(Endpoint(sent), $"{area}.{method.Name}"));
            }
        }

        return calls;
    }

    private static bool IsCall(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(AuthorizationRequest)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    // The documented form of what was sent; what the project has added stands as it was sent, with names for made-up values.
    private static string Endpoint(string sent)
    {
        var historic = HistoricCalls.All.Where(call => Matches(Name(call), sent)).MinBy(call => call.Path.Count(c => c == '{'));
        return historic is not null
            ? Name(historic)
            : Regex.Replace(sent, "/(x|[0-9a-f-]{36})(?=/|$)", "/{id}", RegexOptions.CultureInvariant);
    }

    private static bool Matches(string template, string sent) => Regex.IsMatch(
        sent, $"^{Regex.Replace(Regex.Escape(template), @"\\\{[^}]+}", "[^/]+")}$", RegexOptions.CultureInvariant);

    private static string Name(HistoricCall call) => $"{call.Method} {call.Path}";

    private static string Write(List<Call> calls)
    {
        var text = new StringBuilder();
        text.Append("""
            # What the client library calls

            Made by a test, which calls every public method of the library and looks at what goes out. `mxit` is a `MxitClient`, `user` what
            `mxit.ForUser(token)` gives; what acts for an app as well as for a person stands with the app.

            ## The historic service

            | Endpoint | python-mxit | Other old clients | Mxit for .NET | Since |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var historic in HistoricCalls.All)
        {
            var ours = calls.Where(call => call.Endpoint == Name(historic)).Select(call => call.Method).Distinct().ToList();
            var python = string.Join("<br>", historic.Python.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Code));
            text.Append($"| `{Name(historic)}` | {python} | {historic.Others} | {Ours(ours)} | {Versions(ours)} |\n");
        }

        text.Append("""

            ## Additions of this project

            | Endpoint | Mxit for .NET | Since |
            | --- | --- | --- |

            """);
        foreach (var group in calls.Where(call => HistoricCalls.All.All(historic => Name(historic) != call.Endpoint))
            .GroupBy(call => call.Endpoint)
            .OrderBy(group => group.Key.Split(' ')[1], StringComparer.Ordinal).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var ours = group.Select(call => call.Method).Distinct().ToList();
            text.Append($"| `{group.Key}` | {Ours(ours)} | {Versions(ours)} |\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Ours(List<string> methods) => string.Join("<br>", methods.Select(Code));

    private static string Versions(List<string> methods) =>
        string.Join(", ", methods.Select(method => Since.GetValueOrDefault(method, FirstVersion)).Distinct());

    private static string Code(string name) => name.Contains(' ', StringComparison.Ordinal) ? name : $"`{name}`";

    private sealed record Call(string Endpoint, string Method);
}
