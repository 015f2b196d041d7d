using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Mxit.Conventions.Tests;

/// <summary>
/// The features of the server are the folders of <c>Mxit.Platform</c>. They refer to each other in one direction, and each has
/// its own tables.
/// </summary>
public sealed partial class FeatureTests
{
    private const string Root = "Mxit.Platform";

    /// <summary>Which tables of others a feature reads or writes, each with its reason.</summary>
    private static readonly Dictionary<(string Feature, string Table), string> Shared = new()
    {
        [("Apps", "ReservedNames")] = "People and apps share one set of names.",
        [("Authorization", "AppAuthorizations")] = "OpenIddict keeps clients and grants in one model, which Apps maps.",
        [("Authorization", "AppTokens")] = "OpenIddict keeps clients and tokens in one model, which Apps maps.",
        [("Contacts", "Accounts")] = "A list of contacts is one query with their names.",
        [("Contacts", "Apps")] = "A list of contacts is one query with the names of apps.",
        [("Contacts", "ReservedNames")] = "A contact is invited by the name of a person or of an app.",
        [("Delivery", "DeliveryCounter")] = "The states of delivery are part of the message log.",
        [("Delivery", "DeliveryFailures")] = "Who did not get a message is part of the message log.",
        [("Delivery", "DispatchRanges")] = "What is dispatched is part of the message log.",
        [("Delivery", "InboxEntries")] = "What was delivered and read is written into the entries.",
        [("Delivery", "Messages")] = "A state is shown with its message.",
        [("FileOffers", "DispatchRanges")] = "An offer is sent as a message; the receiver sees it when that is dispatched.",
        [("FileOffers", "GalleryFiles")] = "An accepted file goes into the gallery in the same transaction.",
        [("FileOffers", "InboxEntries")] = "The cursor of an offer is that of its message.",
        [("FileOffers", "Messages")] = "An offer is sent as a message.",
        [("Messenger", "Accounts")] = "A page of conversations is one query for all names.",
        [("Messenger", "Apps")] = "A page of conversations is one query for the names of apps.",
        [("Messenger", "FileOffers")] = "A page of messages is one query with the offers in them.",
        [("Messenger", "InboxEntries")] = "The messenger shows the message log.",
        [("Messenger", "Messages")] = "The texts of a page are in the message log.",
        [("Profiles", "Accounts")] = "A profile is part of the row of its person.",
        [("Recommendations", "Contacts")] = "Whether the receiver has the app already is decided in the same transaction.",
        [("Sessions", "Accounts")] = "Every request of a page reads session and person in one query.",
        [("SignIn", "ReservedNames")] = "An address is looked up by the login that was typed.",
    };

    [Fact]
    public void Features_refer_to_each_other_in_one_direction()
    {
        using var assembly = ReadPlatform();
        Rule.Holds("These features refer to each other in a circle:", Circles(References(assembly)));
    }

    [Fact]
    public void A_feature_touches_its_own_tables_only()
    {
        using var assembly = ReadPlatform();
        var uses = TableUses(assembly).ToList();
        Rule.Holds(
            "A store touches the tables of its feature only; it asks the other feature, or the table is listed here with a " +
            "reason:",
            uses.Where(use => !Shared.ContainsKey((use.Feature, use.Table)))
                .Select(use => $"{use.Feature} uses {use.Table}: {use.Place}"));
        Rule.Holds(
            "These are listed, but not used:",
            Shared.Keys.Except(uses.Select(use => (use.Feature, use.Table))).Select(key => $"{key.Feature} uses {key.Table}"));
    }

    [Fact]
    public void The_rule_finds_a_circle()
    {
        (string, string, string)[] references =
            [("A", "B", "a"), ("B", "C", "b"), ("C", "A", "c"), ("C", "D", "d"), ("E", "A", "e")];

        Assert.Equal(["A → B (a)", "B → C (b)", "C → A (c)"], Circles(references));
    }

    [Fact]
    public void The_rule_accepts_one_direction() =>
        Assert.Empty(Circles([("A", "B", "a"), ("A", "C", "b"), ("B", "C", "c"), ("D", "A", "d")]));

    [Fact]
    public void The_rule_sees_the_tables()
    {
        using var assembly = ReadPlatform();
        var tables = Tables(assembly);

        Assert.Equal("Accounts", tables["Accounts"]);
        Assert.Equal("Apps", tables["AppTokens"]);
        Assert.True(tables.Count > 20, $"only {tables.Count}");
        Assert.Contains(TableUses(assembly), use => use is { Feature: "Delivery", Table: "InboxEntries" });
    }

    private static AssemblyDefinition ReadPlatform() =>
        CompiledCode.Read(SourceProject.All.Single(project => project.Name == Root).AssemblyFile);

    /// <summary>The folder of a type; empty for what stands beside the folders.</summary>
    private static string? FeatureOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace == Root ? ""
            : type.Namespace.StartsWith($"{Root}.", StringComparison.Ordinal) ? type.Namespace.Split('.')[2]
            : null;
    }

    private static IEnumerable<(string From, string To, string Place)> References(AssemblyDefinition assembly) =>
        from type in CompiledCode.Types(assembly)
        let feature = FeatureOf(type)
        where feature is not null
        from named in CompiledCode.TypesNamedIn(type)
        where named.Scope == assembly.MainModule
        let other = FeatureOf(named)
        where other is not null && other != feature
        group $"{CompiledCode.Outermost(type).Name} names {named.Name}" by (feature, other) into references
        select (references.Key.feature, references.Key.other, references.First());

    /// <summary>The references whose two ends reach each other.</summary>
    private static IEnumerable<string> Circles(IEnumerable<(string From, string To, string Place)> references)
    {
        var all = references.ToList();
        var next = all.ToLookup(reference => reference.From, reference => reference.To);
        return all.Where(reference => Reaches(reference.To, reference.From))
            .Select(reference => $"{reference.From} → {reference.To} ({reference.Place})");

        bool Reaches(string from, string to)
        {
            var seen = new HashSet<string>();
            var ahead = new Stack<string>([from]);
            while (ahead.TryPop(out var one))
            {
                if (one == to)
                {
                    return true;
                }

                if (seen.Add(one))
                {
                    foreach (var other in next[one])
                    {
                        ahead.Push(other);
                    }
                }
            }

            return false;
        }
    }

    /// <summary>Which feature has which table, from the mappings of the entities.</summary>
    private static Dictionary<string, string> Tables(AssemblyDefinition assembly) => (
        from entity in Entities(assembly)
        select (entity.Table, entity.Feature)).ToDictionary();

    private static IEnumerable<(string Entity, string Table, string Feature)> Entities(AssemblyDefinition assembly) =>
        from type in CompiledCode.Types(assembly)
        from contract in type.Interfaces
        where contract.InterfaceType.Name == "IEntityTypeConfiguration`1"
        let entity = ((GenericInstanceType)contract.InterfaceType).GenericArguments.Single()
        from found in CompiledCode.Instructions(type)
        where found.Instruction.Operand is MethodReference { Name: "ToTable" }
        select (entity.FullName, (string)found.Instruction.Previous.Operand, FeatureOf(type)!);

    /// <summary>The tables of other features that types touch: by an entity, or by a name in SQL.</summary>
    private static IEnumerable<(string Feature, string Table, string Place)> TableUses(AssemblyDefinition assembly)
    {
        var entities = Entities(assembly).ToDictionary(entity => entity.Entity, entity => entity.Table);
        var tables = Tables(assembly);
        return from type in CompiledCode.Types(assembly)
               let feature = FeatureOf(type)
               where feature is not null
               from found in CompiledCode.Instructions(type)
               from table in found.Instruction.Operand switch
               {
                   GenericInstanceMethod { DeclaringType.Name: "DbContext" or "MxitDbContext" } method =>
                       method.GenericArguments.Select(entity => entities.GetValueOrDefault(entity.FullName)),
                   MethodReference { Name: ".ctor" } made when IsStore(type) =>
                       [entities.GetValueOrDefault(made.DeclaringType.FullName)],
                   string sql when found.Instruction.OpCode == OpCodes.Ldstr =>
                       Quoted().Matches(sql).Select(match => match.Groups[1].Value),
                   _ => [],
               }
               where table is not null && tables.TryGetValue(table, out var owner) && owner != feature
               select (feature, table, CompiledCode.Place(found.Method, found.Instruction));
    }

    // Rows are added under their type, or as objects.
    private static bool IsStore(TypeDefinition type) =>
        CompiledCode.Outermost(type).Name.EndsWith("Store", StringComparison.Ordinal);

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Quoted();
}
