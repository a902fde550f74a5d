using NhiPortal.Data.Seed.Demo;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Grows the demo organisation to a size worth measuring, and writes it in portions.</summary>
internal static partial class LargeOrganisation
{
    private const int Portion = 5_000;

    public static async Task WriteAsync(DemoWorld demo, LargeSize size, PortalDb db, ILogger log, CancellationToken cancellation)
    {
        var world = new LargeWorld(demo, size);
        await LargePeople.WriteAsync(world, db, cancellation);
        await LargeTargets.WriteAsync(world, db, cancellation);
        var requests = new LargeRequests(world);
        foreach (var numbers in Enumerable.Range(0, size.Integrations).Chunk(Portion))
        {
            var portion = numbers.Select(number => LargeIntegrations.Make(world, number)).ToList();
            foreach (var (made, index) in portion.Select((made, index) => (made, index)))
                requests.Consider(made, size.Integrations - numbers[index]);
            await db.InsertAsync(portion.Select(made => made.Integration), cancellation);
            await db.InsertAsync(portion.SelectMany(made => made.Workloads), cancellation);
            await db.InsertAsync(portion.SelectMany(made => made.Paths), cancellation);
            await db.InsertAsync(portion.Select(made => made.Credential), cancellation);
            await db.InsertAsync(portion.SelectMany(made => new[] { made.Business, made.Iam }), cancellation);
            Progress(log, numbers[^1] + 1, size.Integrations);
        }

        await db.InsertAsync(world.Gaps, cancellation);
        await db.InsertAsync(requests.Requests, cancellation);
        await db.InsertAsync(requests.Requests.SelectMany(request => request.Stages), cancellation);
        await db.InsertAsync(requests.Requests.SelectMany(request => request.Decisions), cancellation);
        await db.InsertAsync(requests.Grants, cancellation);
        var events = await db.InsertAsync(world.Events(), cancellation);
        Finished(log, requests.Requests.Count, requests.Grants.Count, events);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeding: {Done} of {All} integrations")]
    private static partial void Progress(ILogger log, int done, int all);

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeding: {Requests} requests, {Grants} grants, {Events} audit events")]
    private static partial void Finished(ILogger log, int requests, int grants, int events);
}
