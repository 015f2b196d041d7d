using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Accounts;
using Mxit.Platform.Profiles;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin user profile</c>: shows a profile. Its options set values that no API can set.</summary>
internal static class ProfileCommand
{
    public static Command Create(Argument<string> login)
    {
        var born = new Option<string?>("--born") { Description = "The day of birth, such as 1990-02-11." };
        var gender = new Option<Gender?>("--gender") { Description = "female or male." };
        gender.AcceptOnlyFromAmong("female", "male");
        var firstName = new Option<string?>("--first-name") { Description = "The first name; \"\" clears it." };
        var lastName = new Option<string?>("--last-name") { Description = "The last name; \"\" clears it." };
        var language = new Option<string?>("--language") { Description = "The language, ISO 639, such as en." };
        var country = new Option<string?>("--country") { Description = "The country, ISO 3166-1 alpha-2, such as ZA." };
        var displayName = new Option<string?>("--display-name") { Description = "The name that others see." };
        return AdminAction.Create(
            "profile",
            "Shows a profile, after its options are applied.",
            [login, born, gender, firstName, lastName, language, country, displayName],
            async (services, parsed, stop) =>
            {
                if (!TryReadDay(parsed.GetValue(born), out var day))
                {
                    return AdminResult.Failed($"'{parsed.GetValue(born)}' is not a day such as 1990-02-11.");
                }

                var people = services.GetRequiredService<PersonDirectory>();
                var loginName = parsed.GetValue(login)!;
                if (await people.FindOrNullAsync(loginName, stop) is not { } person)
                {
                    return AdminResult.Failed(AccountRefusals.NotFound(loginName));
                }

                var refusal = await services.GetRequiredService<ProfileService>().UpdateAsync(
                    person.UserId,
                    new ProfileChanges
                    {
                        DateOfBirth = day,
                        Gender = parsed.GetValue(gender),
                        FirstName = parsed.GetValue(firstName),
                        LastName = parsed.GetValue(lastName),
                        LanguageCode = parsed.GetValue(language),
                        RegisteredCountryCode = parsed.GetValue(country),
                        LastKnownCountryCode = parsed.GetValue(country),
                        CultureName = Culture(person, parsed.GetValue(language), parsed.GetValue(country)),
                        DisplayName = parsed.GetValue(displayName),
                    },
                    stop);
                if (refusal is { Kind: RefusalKind.Invalid })
                {
                    return AdminResult.Failed(refusal);
                }

                return await people.FindByUserIdOrNullAsync(person.UserId, stop) is { } now
                    ? AdminResult.Done(ToText(now), ToJson(now))
                    : AdminResult.Failed(AccountRefusals.NotFound(loginName));
            });
    }

    private static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : null;
        return text is null || day is not null;
    }

    // Derived from language and country, so that the three are consistent.
    private static string? Culture(PersonCard person, string? language, string? country)
    {
        if (language is null && country is null)
        {
            return null;
        }

        language ??= person.LanguageCode;
        country ??= person.RegisteredCountryCode;
        return language.Length > 0 && country.Length > 0 ? $"{language}-{country}" : language;
    }

    private static string ToText(PersonCard person) => string.Join(
        Environment.NewLine,
        ToJson(person).Where(member => member.Value is not null).Select(member => $"{member.Key,-20} {member.Value}"));

    private static JsonObject ToJson(PersonCard person) => new()
    {
        ["userId"] = person.UserId,
        ["login"] = person.Login,
        ["displayName"] = person.DisplayName,
        ["firstName"] = person.FirstName,
        ["lastName"] = person.LastName,
        ["title"] = person.Title,
        ["born"] = person.DateOfBirth?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["gender"] = person.Gender?.ToString().ToLowerInvariant(),
        ["relationshipStatus"] = person.RelationshipStatus.ToString(),
        ["email"] = person.Email,
        ["mobileNumber"] = person.MobileNumber,
        ["whereAmI"] = person.WhereAmI,
        ["aboutMe"] = person.AboutMe,
        ["statusMessage"] = person.StatusMessage,
        ["mood"] = person.Mood.ToString(),
        ["language"] = person.LanguageCode,
        ["culture"] = person.CultureName,
        ["registeredCountry"] = person.RegisteredCountryCode,
        ["lastKnownCountry"] = person.LastKnownCountryCode,
        ["networkOperator"] = person.NetworkOperatorCode,
        ["registeredUtc"] = person.RegisteredUtc,
        ["lastOnlineUtc"] = person.LastOnlineUtc,
    };
}
