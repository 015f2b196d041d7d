using System.Globalization;
using System.Text;
using Mxit.Check;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// What wrk sends, written as files for it. Requests are made beforehand, so that sending one costs as little as can be.
/// </summary>
internal sealed class Scripts(string folder)
{
    /// <summary>How many people the messages are for, in turn.</summary>
    public const int People = 10_000;

    private const int Variants = 1_000;

    private const string Text = "A short message, of a length that people write.";

    /// <summary>Sends to so many of the crowd at a time.</summary>
    public string Send(int recipients)
    {
        var bodies = Enumerable.Range(0, Variants).Select(variant =>
        {
            var to = string.Join(
                ',', Enumerable.Range(0, recipients).Select(i => Crowd.UserId(((variant * recipients) + i) % People)));
            return $$"""{"Body":"{{Text}}","ContainsMarkup":false,"From":"demo","Spool":true,"To":"{{to}}"}""";
        });
        return Write($"send-{recipients}", $$"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            local bodies = {
            {{string.Join(",\n", bodies.Select(body => $"'{body}'"))}}
            }
            local requests = {}
            local at = 0
            init = function(args)
                for i = 1, #bodies do requests[i] = wrk.format(nil, nil, nil, bodies[i]) end
                math.randomseed(os.time())
                at = math.random(#requests)
            end
            request = function()
                at = at % #requests + 1
                return requests[at]
            end
            """);
    }

    /// <summary>Asks for these, in turn, each with its own token.</summary>
    public string Get(string name, IEnumerable<(string Path, string Token)> asks) => Write(name, $$"""
        local asks = {
        {{string.Join(",\n", asks.Select(ask => $"{{'{ask.Path}', '{ask.Token}'}}"))}}
        }
        local requests = {}
        local at = 0
        init = function(args)
            for i = 1, #asks do requests[i] = wrk.format("GET", asks[i][1], { ["Authorization"] = "Bearer " .. asks[i][2], ["Host"] = "localhost" }) end
        end
        request = function()
            at = at % #requests + 1
            return requests[at]
        end
        """);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.lua"));
        File.WriteAllText(path, text, Encoding.ASCII);
        return path;
    }
}
