using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.Idempotency;

/// <summary>Repeating a request repeats nothing. Serves the features that write.</summary>
internal static class IdempotencyFeature
{
    /// <summary>Adds what the features need to honour <c>Idempotency-Key</c>.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.AddMxitSettings<IdempotencySettings>("Idempotency");
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton(provider => new IdempotencyService(
            provider.GetRequiredService<IdempotencyStore>(),
            provider.GetRequiredService<IOptions<IdempotencySettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ExpiredRecordCleaner>();
        return services;
    }
}
