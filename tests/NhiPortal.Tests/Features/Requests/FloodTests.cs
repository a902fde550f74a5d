using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

public sealed class FloodTests
{
    [Fact]
    public async Task Ask_WithAsManyWaitingAsThereMayBe_IsRefusedUntilOneEnds()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var first = await org.AskAsync(AddMember("u0"));
        for (var n = 1; n < AskForAccess.MostWaiting; n++)
            await org.AskAsync(AddMember($"u{n}"));
        var more = new Ask(org.Workload.Id, AddMember("one-more")) { Justification = "Ticket 4711 asks for it" };

        Assert.Equal("too_many_waiting", (await portal.Get<AskForAccess>().RunAsync(org.Caller, more, stop)).Refusal!.Code);
        // What waits already is found all the same.
        Assert.Equal(first, await org.AskAsync(AddMember("u0")));

        await portal.Get<CancelRequest>().RunAsync(org.Caller, first, "not needed", stop);
        Assert.True((await portal.Get<AskForAccess>().RunAsync(org.Caller, more, stop)).Succeeded);
    }
}
