using System.Net;

namespace NhiPortal.EndToEnd;

public class PortalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_EmptyDataFolder_ServesItsOwnStyleSheetAndKeepsItsDataThere()
    {
        await using var portal = new Portal(new PortalOptions { Arguments = ["--seed", "none"] });

        await portal.StartAsync(Cancellation);

        using var answer = await portal.Http.GetAsync(new Uri("css/site.css", UriKind.Relative), Cancellation);
        Assert.Equal("text/css", answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(Directory.GetFiles(portal.DataFolder));
    }

    [Fact]
    public async Task Start_AfterKillBesideASecondInstance_BothAnswer()
    {
        await using var portal = new Portal(new PortalOptions { Arguments = ["--seed", "none"] });
        await portal.StartAsync(Cancellation);
        await using var second = new Portal(new PortalOptions { Arguments = ["--seed", "none"], DataFolder = portal.DataFolder });
        await second.StartAsync(Cancellation);

        portal.Kill();
        await portal.StartAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, await HealthAsync(portal));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(second));
    }

    private static async Task<HttpStatusCode> HealthAsync(Portal portal)
    {
        using var answer = await portal.Http.GetAsync(new Uri("health", UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }
}
