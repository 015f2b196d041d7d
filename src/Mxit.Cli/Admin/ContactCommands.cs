using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin contact</c>.</summary>
internal static class ContactCommands
{
    public static Command Create() => new("contact", "Contacts: add.") { Add() };

    private static Command Add()
    {
        var owner = new Argument<string>("person") { Description = "The login or user id of a person." };
        var other = new Argument<string>("other")
        {
            Description = "The login or user id of another person, or the service name of an app.",
        };
        return AdminAction.Create(
            "add",
            "Makes two people contacts of each other, or adds an app to a person's contacts.",
            [owner, other],
            async (services, parsed, stop) =>
            {
                var accounts = services.GetRequiredService<AccountService>();
                var contacts = services.GetRequiredService<ContactService>();
                var otherName = parsed.GetValue(other)!;
                if (await accounts.FindOrNullAsync(parsed.GetValue(owner)!, stop) is not { } person)
                {
                    return AdminResult.Failed(AccountRefusals.NotFound(parsed.GetValue(owner)!));
                }

                if (await accounts.FindOrNullAsync(otherName, stop) is { } friend)
                {
                    if (friend.UserId == person.UserId)
                    {
                        return AdminResult.Failed("Nobody can be a contact of their own.");
                    }

                    await contacts.ConnectPeopleAsync(person.UserId, friend.UserId, stop);
                    return Connected(person.Login!, friend.Login!);
                }

                if (await services.GetRequiredService<AppService>().FindOrNullAsync(otherName, stop) is { } app)
                {
                    await contacts.AddAppAsync(person.UserId, app.ServiceName, stop);
                    return Connected(person.Login!, app.ServiceName);
                }

                return AdminResult.Failed($"There is no person and no app called '{otherName}'.");
            });
    }

    private static AdminResult Connected(string one, string other) => AdminResult.Done(
        $"{one} and {other} are contacts.", new JsonObject { ["person"] = one, ["other"] = other });
}
