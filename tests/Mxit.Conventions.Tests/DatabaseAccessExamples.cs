namespace Mxit.Conventions.Tests;

/// <summary>What <see cref="DatabaseAccessTests"/> must find, and what it must let pass.</summary>
internal static class DatabaseAccessExamples
{
    internal class MxitDbContext
    {
        public int Query() => 1;
    }

    internal sealed class GoodStore(MxitDbContext db)
    {
        public int Count() => db.Query();
    }

    internal sealed class GoodService(GoodStore store)
    {
        public int Count() => store.Count();
    }

    internal sealed class Parent : MxitDbContext;

    internal sealed class Field
    {
        public List<MxitDbContext[]> All = [];
    }

    internal sealed class Constructor(MxitDbContext db)
    {
        public int Count() => db.Query();
    }

    internal static class Argument
    {
        public static string Name(MxitDbContext? db) => $"{db}";
    }

    internal static class Returned
    {
        public static Func<MxitDbContext>? Open() => null;
    }

    internal static class Generic
    {
        public static object Resolve() => Activator.CreateInstance<MxitDbContext>();
    }

    internal static class Lambda
    {
        public static Func<object, int> Query() => db => ((MxitDbContext)db).Query();
    }

    internal static class AsyncLocal
    {
        public static async Task<int> QueryAsync(object db)
        {
            var context = (MxitDbContext)db;
            await Task.Yield();
            return context.Query();
        }
    }
}
