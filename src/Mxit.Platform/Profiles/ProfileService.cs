using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Pictures;
using Mxit.Wire;

namespace Mxit.Platform.Profiles;

/// <summary>The rules about what people tell of themselves.</summary>
internal sealed class ProfileService
{
    private readonly ProfileStore _store;
    private readonly PersonDirectory _people;
    private readonly PersonStates _states;
    private readonly TimeProvider _clock;

    internal ProfileService(ProfileStore store, PersonDirectory people, PersonStates states, TimeProvider clock) =>
        (_store, _people, _states, _clock) = (store, people, states, clock);

    // Where people have their birthdays: the day on which the historic service counted.
    private DateOnly Today => DateOnly.FromDateTime(WireDate.FromUtc(_clock.GetUtcNow().UtcDateTime).DateTime);

    /// <summary>What everybody may know of the person.</summary>
    public BasicProfileReply DescribeBasic(PersonCard person) => Describe<BasicProfileReply>(person);

    /// <summary>All that is known of the person, for the person.</summary>
    public FullProfileReply DescribeFull(PersonCard person) => Describe<FullProfileReply>(person) with
    {
        CurrentCultureName = person.CultureName,
        DateOfBirth = person.DateOfBirth,
        Email = person.Email,
        MobileNumber = person.MobileNumber,
        RelationshipStatus = person.RelationshipStatus,
        WhereAmI = person.WhereAmI,
    };

    /// <summary>Changes what a person may change of themselves. Source: wire document, section 4.10.</summary>
    public Task<Refusal?> UpdateAsync(string userId, UpdateProfileBody update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var changes = new ProfileChanges
        {
            AboutMe = update.AboutMe,
            DisplayName = update.DisplayName,
            Email = update.Email,
            FirstName = update.FirstName,
            Gender = (Gender?)update.Gender,
            LastName = update.LastName,
            MobileNumber = update.MobileNumber,
            RelationshipStatus = (RelationshipStatus?)update.RelationshipStatus,
            Title = update.Title,
            WhereAmI = update.WhereAmI,
        };
        return UpdateAsync(userId, changes, cancellationToken);
    }

    /// <summary>Changes the person's mood and availability.</summary>
    public Task<Refusal?> UpdateAsync(string userId, StateBody update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var changes = new ProfileChanges { Mood = update.Mood, Availability = update.Availability };
        return UpdateAsync(userId, changes, cancellationToken);
    }

    /// <summary>Sets the person's status message; empty for none.</summary>
    public Task<Refusal?> SetStatusMessageAsync(string userId, string statusMessage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statusMessage);
        return UpdateAsync(userId, new ProfileChanges { StatusMessage = statusMessage }, cancellationToken);
    }

    /// <summary>Changes what is given, all of it or, when something is wrong, nothing.</summary>
    public async Task<Refusal?> UpdateAsync(string userId, ProfileChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (ProfileRules.FindFaults(changes, Today) is { Count: > 0 } faults)
        {
            return Refusal.Invalid(string.Join(' ', faults));
        }

        if (changes.IsEmpty)
        {
            return null;
        }

        if (!await _store.TryUpdateAsync(userId, changes, _clock.GetStoredUtcNow(), cancellationToken))
        {
            return Refusal.NotFound($"Unknown user: {userId}");
        }

        _people.Forget(userId);
        return null;
    }

    private TProfile Describe<TProfile>(PersonCard person)
        where TProfile : BasicProfileReply, new()
    {
        ArgumentNullException.ThrowIfNull(person);
        return new TProfile
        {
            DisplayName = person.DisplayName,
            AvatarId = person.AvatarId ?? DefaultPictures.GetAvatarId(person.UserId),
            State = _states.Describe(person),
            UserId = person.UserId,
            AboutMe = person.AboutMe,
            Age = person.DateOfBirth is { } born ? Ages.OnOrNull(born, Today) : null,
            FirstName = person.FirstName,
            Gender = person.Gender,
            LanguageCode = person.LanguageCode,
            LastKnownCountryCode = person.LastKnownCountryCode,
            LastName = person.LastName,
            NetworkOperatorCode = person.NetworkOperatorCode,
            RegisteredCountryCode = person.RegisteredCountryCode,
            RegistrationDate = WireDate.FromUtc(person.RegisteredUtc),
            StatusMessage = person.StatusMessage,
            Title = person.Title,
        };
    }
}
