using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Accounts;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin user</c>.</summary>
internal static class UserCommands
{
    public static Command Create() => new("user", "People: add, password, profile, list, suspend, resume, remove.")
    {
        Add(),
        Password(),
        ProfileCommand.Create(Login()),
        List(),
        Change(
            "suspend",
            "Prevents a person from signing in until 'resume', and ends all sessions and tokens. Messages still arrive.",
            "may not sign in any more",
            (accounts, login, stop) => accounts.SuspendAsync(login, stop)),
        Change("resume", "Allows a suspended person to sign in again.", "may sign in",
            (accounts, login, stop) => accounts.ResumeAsync(login, stop)),
        Change(
            "remove",
            "Removes an account. Its user id is never used again.",
            "is removed",
            (accounts, login, stop) => accounts.RemoveAsync(login, stop)),
    };

    private static Command Add()
    {
        var login = Login();
        var password = new PasswordOption();
        var name = new Option<string?>("--name") { Description = "The name that others see. [default: the login]" };
        return AdminAction.Create("add", "Adds an account.", [login, password.Option, name], async (services, parsed, stop) =>
        {
            if (password.Read(parsed) is not { } secret)
            {
                return AdminResult.Failed(PasswordOption.Missing);
            }

            var accounts = services.GetRequiredService<AccountService>();
            var result = await accounts.CreateAsync(parsed.GetValue(login)!, secret, parsed.GetValue(name), stop);
            return result.IsDone
                ? AdminResult.Done($"{result.Value.Login} is {result.Value.UserId}.", ToJson(result.Value))
                : AdminResult.Failed(result.Refusal);
        });
    }

    private static Command Password()
    {
        var login = Login();
        var password = new PasswordOption();
        return AdminAction.Create(
            "password",
            "Sets a new password, and ends all sessions and tokens of the person.",
            [login, password.Option],
            async (services, parsed, stop) =>
            {
                if (password.Read(parsed) is not { } secret)
                {
                    return AdminResult.Failed(PasswordOption.Missing);
                }

                var loginName = parsed.GetValue(login)!;
                var accounts = services.GetRequiredService<AccountService>();
                return await accounts.SetPasswordAsync(loginName, secret, stop) is { } refusal
                    ? AdminResult.Failed(refusal)
                    : AdminResult.Done($"{loginName} has a new password.", new JsonObject { ["login"] = loginName });
            });
    }

    private static Command List() => AdminAction.Create("list", "Lists the people.", [], async (services, _, stop) =>
    {
        var people = await services.GetRequiredService<AccountService>().ListAsync(stop);
        return AdminResult.Done(
            string.Join(Environment.NewLine, people.Select(person =>
                $"{person.UserId}  {person.Login,-24} " +
                $"{person.DisplayName}{(person.SuspendedUtc is null ? "" : " (suspended)")}")),
            new JsonArray([.. people.Select(ToJson)]));
    });

    private static Command Change(
        string name, string description, string done, Func<AccountService, string, CancellationToken, Task<Refusal?>> change)
    {
        var login = Login();
        return AdminAction.Create(name, description, [login], async (services, parsed, stop) =>
        {
            var loginName = parsed.GetValue(login)!;
            return await change(services.GetRequiredService<AccountService>(), loginName, stop) is { } refusal
                ? AdminResult.Failed(refusal)
                : AdminResult.Done($"{loginName} {done}.", new JsonObject { ["login"] = loginName });
        });
    }

    private static Argument<string> Login() => new("login") { Description = "The name to sign in with, or the user id." };

    private static JsonObject ToJson(Person person) => new()
    {
        ["userId"] = person.UserId,
        ["login"] = person.Login,
        ["displayName"] = person.DisplayName,
        ["createdUtc"] = person.CreatedUtc,
        ["suspendedUtc"] = person.SuspendedUtc,
    };
}
