using Hangfire;
using NhiPortal.Domain;

namespace NhiPortal.Features.People;

/// <summary>Hangfire's door to people.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PeopleJobs(SyncPeople sync, PeopleReading reading)
{
    [DisableConcurrentExecution(30)]
    public async Task SyncAsync(CancellationToken cancellation)
    {
        if (reading.Configured)
            await sync.RunAsync(Actor.Rule("directory sync"), new SyncOrder(), null, cancellation);
    }
}
