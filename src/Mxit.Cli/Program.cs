using System.CommandLine;
using Mxit.Cli;

// By itself the library ends the process two seconds after the signal. A server goes on for a while so that others notice, then
// ends its requests, and last checkpoints its log.
return await MxitCommand.Create().Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });

// The compiler would make it public.
internal static partial class Program;
