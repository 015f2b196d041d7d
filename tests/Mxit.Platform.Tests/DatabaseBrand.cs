namespace Mxit.Platform.Tests;

/// <summary>The databases on which the stores are tested. The names of tests show it, so it is public.</summary>
public enum DatabaseBrand
{
    Sqlite,
    PostgreSql,
}
