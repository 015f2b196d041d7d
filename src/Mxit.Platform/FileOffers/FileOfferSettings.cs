using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>How long file offers last. Section <c>Mxit:FileOffers</c>.</summary>
internal sealed class FileOfferSettings
{
    private const int SevenDays = 604_800;

    /// <summary>
    /// How long an offer can be accepted, in seconds; at most as long as messages are kept. <see langword="null"/> for seven
    /// days, or as long as messages are kept when that is shorter.
    /// </summary>
    [Range(60, 31_536_000)]
    public int? LifeSeconds { get; set; }

    internal TimeSpan GetLife(MessageSettings messages) =>
        TimeSpan.FromSeconds(LifeSeconds ?? Math.Min(SevenDays, messages.MaxSpoolSeconds));
}

/// <summary>An offer travels as a message, so it cannot outlive one.</summary>
internal sealed class FileOfferSettingsValidator(IOptions<MessageSettings> messages) : IValidateOptions<FileOfferSettings>
{
    public ValidateOptionsResult Validate(string? name, FileOfferSettings options)
    {
        try
        {
            var longest = messages.Value.MaxSpoolSeconds;
            return options.LifeSeconds > longest
                ? ValidateOptionsResult.Fail(
                    $"Mxit:FileOffers:LifeSeconds is {options.LifeSeconds}, but messages are kept for {longest} seconds at " +
                    "most. Lower it, or raise Mxit:Messages:MaxSpoolSeconds.")
                : ValidateOptionsResult.Success;
        }
        catch (OptionsValidationException)
        {
            // Reported where it belongs.
            return ValidateOptionsResult.Skip;
        }
    }
}
