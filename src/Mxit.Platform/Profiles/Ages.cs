namespace Mxit.Platform.Profiles;

/// <summary>How old people are.</summary>
internal static class Ages
{
    /// <summary>
    /// Whole years on a day; <see langword="null"/> before birth. Who was born on 29 February is a year older on 1 March where
    /// there is no such day.
    /// </summary>
    public static int? OnOrNull(DateOnly born, DateOnly day)
    {
        var hadBirthday = (day.Month, day.Day).CompareTo((born.Month, born.Day)) >= 0;
        var years = day.Year - born.Year - (hadBirthday ? 0 : 1);
        return years < 0 ? null : years;
    }
}
