using System.CommandLine;
using System.Text.Json.Nodes;
using Mxit.Server.Development;

namespace Mxit.Cli.Development;

/// <summary><c>mxit dev faults</c>: requests that fail on purpose.</summary>
internal static class FaultCommands
{
    public static Command Create() => new("faults", "Lets requests fail on purpose.") { List(), Add(), Clear() };

    private static Command List() => DevAction.Create(
        "list", "Lists the faults that are active.", [],
        async (http, _, stop) =>
        {
            var faults = await DevAction.SendAsync(http, HttpMethod.Get, "/faults", null, stop);
            return new DevResult(string.Join(Environment.NewLine, faults!.AsArray().Select(Line)), faults);
        });

    private static Command Add()
    {
        var kind = new Argument<string>("kind") { Description = $"What goes wrong: {string.Join(", ", FaultReader.KindNames)}." };
        kind.AcceptOnlyFromAmong([.. FaultReader.KindNames]);
        Option[] options =
        [
            Text("--method", "Only requests with this method."),
            Text("--path", "Only this path, this route template, or paths that start so and end in *."),
            Text("--app", "Only requests of this app, by its service name."),
            Text("--person", "Only requests for this person, by user id."),
            Number("--times", "How often. [default: until it is removed]"),
            new Option<double?>("--probability")
            {
                Description = "The probability for each request, from 0 to 1.", HelpName = "p",
            },
            Number("--seed", "The seed of the probability."),
            Number("--status", "The status of the kind status, 400 to 599."),
            Text("--text", "The text of the error."),
            Text("--retry-after", "The value of Retry-After, such as 5s."),
            Text("--delay", "The time of the kind delay, such as 2s."),
            Number("--bytes-per-second", "The speed of the kind slowBody."),
        ];
        return DevAction.Create(
            "add", "Adds a fault.", [kind, .. options],
            async (http, parsed, stop) =>
            {
                var body = new JsonObject { ["kind"] = parsed.GetValue(kind) };
                foreach (var option in options)
                {
                    if (parsed.GetResult(option) is { Implicit: false })
                    {
                        body[Member(option.Name)] = option switch
                        {
                            Option<string?> text => parsed.GetValue(text),
                            Option<int?> number => parsed.GetValue(number),
                            Option<double?> part => parsed.GetValue(part),
                            _ => throw new InvalidOperationException($"{option.Name} has no type."),
                        };
                    }
                }

                var fault = await DevAction.SendAsync(http, HttpMethod.Post, "/faults", body, stop);
                return new DevResult(Line(fault), fault!);
            });
    }

    private static Command Clear()
    {
        var id = new Argument<string?>("id")
        {
            Description = "The fault, by the number in the list. [default: all]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return DevAction.Create(
            "clear", "Removes one fault, or all.", [id],
            async (http, parsed, stop) =>
            {
                var one = parsed.GetValue(id);
                await DevAction.SendAsync(
                    http, HttpMethod.Delete, one is null ? "/faults" : $"/faults/{Uri.EscapeDataString(one)}", null, stop);
                return new DevResult("", new JsonObject { ["removed"] = one ?? "all" });
            });
    }

    private static Option<string?> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "text" };

    private static Option<int?> Number(string name, string description) =>
        new(name) { Description = description, HelpName = "n" };

    // --retry-after is retryAfter in the body.
    private static string Member(string option) => string.Concat(
        option.TrimStart('-').Split('-').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Line(JsonNode? fault) =>
        $"{fault!["id"]}: {fault["kind"]} " + string.Join(' ', fault.AsObject()
            .Where(member => member.Key is not ("id" or "kind"))
            .Select(member => $"{member.Key}={member.Value}"));
}
