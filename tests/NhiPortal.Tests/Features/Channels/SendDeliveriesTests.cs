using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NhiPortal.Domain.Channels;
using NhiPortal.Features.Channels;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>Messages to a real receiver: they arrive signed, they are tried again, the receiver misbehaves, an instance dies.</summary>
public sealed class SendDeliveriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_ArrivesAsASignedCloudEvent_Once()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft());
        var request = await scene.Org.AskAsync();
        Assert.Equal(1, await scene.SendAsync());
        Assert.Equal(0, await scene.SendAsync());

        var got = Assert.Single(scene.Receiver.Got);
        Assert.Equal(("POST", "/hook", "application/cloudevents+json; charset=utf-8"), (got.Method, got.Path, got.Headers["Content-Type"]));
        Assert.True(WebhooksDocumentTests.IsGenuine(made.Key!, got.Id, got.Headers["Webhook-Timestamp"], got.Headers["Webhook-Signature"], got.Body, scene.Portal.Now));
        using var json = JsonDocument.Parse(got.Body);
        var read = json.RootElement;
        Assert.Equal(
            ("1.0", got.Id, "https://nhi.example/", "nhiportal.request.asked", $"requests/{request}", "application/json"),
            (Text(read, "specversion"), Text(read, "id"), Text(read, "source"), Text(read, "type"), Text(read, "subject"), Text(read, "datacontenttype")));
        Assert.Equal(scene.Portal.Now, read.GetProperty("time").GetDateTimeOffset());
        var data = read.GetProperty("data");
        Assert.Equal(("hr-sync asked for group.add_member on corp-directory.", $"https://nhi.example/inbox/{request}", request.ToString()), (Text(data, "sentence"), Text(data, "link"), Text(data, "request")));
        Assert.Equal("hr-sync", Text(data.GetProperty("integration"), "key"));
        // What the workload wrote, and what it asked to do to whom, stays in the portal.
        Assert.DoesNotContain("4711", Encoding.UTF8.GetString(got.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("u123", Encoding.UTF8.GetString(got.Body), StringComparison.Ordinal);
        var delivery = Assert.Single(await scene.DeliveriesAsync());
        Assert.Equal((DeliveryState.Delivered, 1, 204), (delivery.State, delivery.Attempt, delivery.Answer));
    }

    [Theory]
    [InlineData("120")]
    [InlineData("date")]
    public async Task TooManyAtOnce_WaitsAsLongAsTheReceiverAsks(string asked)
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        await scene.Org.AskAsync();
        scene.Receiver.Answer = http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = asked == "date" ? scene.Portal.Now.AddSeconds(120).ToString("R") : asked;
            return Task.CompletedTask;
        };
        await scene.SendAsync();
        Assert.Equal((DeliveryState.Waiting, scene.Portal.Now.AddSeconds(120)), ((await scene.DeliveriesAsync()).Single().State, (await scene.DeliveriesAsync()).Single().DueAt));
    }

    [Fact]
    public async Task Forged_InAnyPart_IsNotGenuine()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft());
        await scene.Org.AskAsync();
        await scene.SendAsync();
        var (got, now) = (scene.Receiver.Got.Single(), scene.Portal.Now);
        var (id, at, signature) = (got.Id, got.Headers["Webhook-Timestamp"], got.Headers["Webhook-Signature"]);
        Assert.False(WebhooksDocumentTests.IsGenuine(made.Key!, id, at, signature, [.. got.Body, 32], now));
        Assert.False(WebhooksDocumentTests.IsGenuine(made.Key!, Guid.Empty.ToString(), at, signature, got.Body, now));
        Assert.False(WebhooksDocumentTests.IsGenuine(made.Key!, id, $"{long.Parse(at, System.Globalization.CultureInfo.InvariantCulture) + 1}", signature, got.Body, now));
        Assert.False(WebhooksDocumentTests.IsGenuine(made.Key!, id, at, signature, got.Body, now.AddMinutes(6)));
        Assert.False(WebhooksDocumentTests.IsGenuine((await scene.AddAsync(scene.Draft() with { Name = "Another" })).Key!, id, at, signature, got.Body, now));
    }

    [Fact]
    public async Task Failing_IsTriedAgainWithPauses_ThenGivenUp_ThenSentAgainByHand()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        scene.Receiver.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return http.Response.WriteAsync("come \u001b[31mback\u0000 later");
        };
        await scene.Org.AskAsync();
        foreach (var pause in new[] { 0, 10, 60, 300, 1800, 7200, 21600, 43200 })
        {
            scene.Portal.Time.Advance(TimeSpan.FromSeconds(Math.Max(0, pause - 1)));
            if (pause > 0)
                Assert.Equal(0, await scene.SendAsync());
            scene.Portal.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await scene.SendAsync());
        }

        var delivery = Assert.Single(await scene.DeliveriesAsync());
        Assert.Equal((DeliveryState.GivenUp, 8, 503, "come [31mback later"), (delivery.State, delivery.Attempt, delivery.Answer, delivery.AnswerText));
        Assert.Equal(1, await scene.RecordedAsync("channel.gave_up"));
        scene.Portal.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(0, await scene.SendAsync());

        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 200);
        Assert.True((await scene.Portal.Get<ReplayDelivery>().RunAsync(scene.Administrator, made.Id, delivery.Id, Stop)).Succeeded);
        Assert.Equal(1, await scene.SendAsync());
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await scene.DeliveriesAsync()).State);
        Assert.Equal(9, scene.Receiver.Got.Count);
        Assert.Single(scene.Receiver.Got.Select(got => got.Id).Distinct());
        Assert.Equal(9, scene.Receiver.Got.Select(got => got.Headers["Webhook-Signature"]).Distinct().Count());
    }

    [Fact]
    public async Task Hanging_IsLeftAfterTenSeconds_AndKeepsNoOtherChannelWaiting()
    {
        await using var scene = await ChannelScene.SetAsync();
        await using var other = await Receiver.OpenAsync();
        await scene.AddAsync(scene.Draft());
        await scene.AddAsync(scene.Draft() with { Name = "Other", Address = other.Address });
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Receiver.Answer = _ => heard.TrySetResult() ? hangs.Task : hangs.Task;
        for (var i = 0; i < 3; i++)
            await scene.Org.AskAsync(AddMember($"u{i}"));
        var sending = scene.SendAsync();
        await heard.Task.WaitAsync(PortalPage.Patience, Stop);
        await EventuallyAsync(() => other.Got.Count == 3);
        Assert.False(sending.IsCompleted);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4, await sending.WaitAsync(PortalPage.Patience, Stop));
        hangs.SetResult();
        var stuck = Assert.Single(await scene.DeliveriesAsync(), delivery => delivery.Attempt > 0 && delivery.State == DeliveryState.Waiting);
        Assert.Equal(("timeout", null, scene.Portal.Now.AddSeconds(10)), (stuck.Fault, stuck.Answer, stuck.DueAt));
    }

    [Fact]
    public async Task HangingWhileItAnswers_HasAnswered()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Receiver.Answer = async http =>
        {
            await http.Response.WriteAsync("thank y");
            await http.Response.Body.FlushAsync();
            await hangs.Task;
        };
        await scene.Org.AskAsync();
        var sending = scene.SendAsync();
        await EventuallyAsync(() => !scene.Receiver.Got.IsEmpty);
        while (!sending.IsCompleted)
        {
            scene.Portal.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(sending, Task.Delay(50, Stop));
        }

        hangs.SetResult();
        Assert.Equal((DeliveryState.Delivered, 200), (await scene.DeliveriesAsync()) is [var only] ? (only.State, only.Answer!.Value) : default);
    }

    [Fact]
    public async Task RedirectInside_IsNotFollowed()
    {
        await using var scene = await ChannelScene.SetAsync();
        await using var inside = await Receiver.OpenAsync();
        await scene.AddAsync(scene.Draft());
        scene.Receiver.Answer = http =>
        {
            http.Response.Redirect($"http://127.0.0.1:{inside.Port}/latest/meta-data", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await scene.Org.AskAsync();
        await scene.SendAsync();
        Assert.Empty(inside.Got);
        Assert.Equal((DeliveryState.Waiting, 307), (await scene.DeliveriesAsync()) is [var only] ? (only.State, only.Answer!.Value) : default);
    }

    [Fact]
    public async Task AnswerOfManyMegabytes_IsCutOff()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Receiver.Answer = async http =>
        {
            // What is written after the cut goes nowhere and says nothing of it; that there was one is told beside.
            using var told = http.RequestAborted.Register(cut.SetResult);
            // Far more than the 10 MB that the networks of this machine may hold on the way.
            var piece = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            for (var i = 0; i < 4000 && !http.RequestAborted.IsCancellationRequested; i++)
                await http.Response.Body.WriteAsync(piece, CancellationToken.None);
            await cut.Task.WaitAsync(PortalPage.Patience);
        };
        await scene.Org.AskAsync();
        Assert.Equal(1, await scene.SendAsync());
        await cut.Task.WaitAsync(PortalPage.Patience, Stop);
        var delivery = Assert.Single(await scene.DeliveriesAsync());
        Assert.Equal((DeliveryState.Delivered, new string('x', 200)), (delivery.State, delivery.AnswerText));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task NameThatLeadsInside_IsRefusedBeforeAnyByteIsSent(string host)
    {
        await using var scene = await ChannelScene.SetAsync("somewhere.example");
        using var inside = new TcpListener(IPAddress.IPv6Any, 0);
        inside.Server.DualMode = true;
        inside.Start();
        // Entered when it still led elsewhere: the rule of the form is passed by.
        var terms = new ChannelTerms("Hook", $"https://{host}:{((IPEndPoint)inside.LocalEndpoint).Port}/", null, null, null, ["request.asked"]);
        await scene.Portal.ArrangeAsync(db => db.Add(WebhookEndpoint.Create(ChannelKind.Webhook, terms, scene.Org.Staff.Id, scene.Portal.Now)));
        await scene.Org.AskAsync();
        Assert.Equal(1, await scene.SendAsync());
        Assert.False(inside.Pending());
        var delivery = Assert.Single(await scene.DeliveriesAsync());
        Assert.Equal(("address", null, DeliveryState.Waiting), (delivery.Fault, delivery.Answer, delivery.State));
    }

    [Fact]
    public async Task NobodyThere_IsSaid()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft() with { Address = "http://localhost:1/" });
        await scene.AddAsync(scene.Draft() with { Name = "Tls", Address = scene.Receiver.Address.Replace("http://", "https://", StringComparison.Ordinal) });
        await scene.Org.AskAsync();
        await scene.SendAsync();
        Assert.Equal(["connect", "tls"], (await scene.DeliveriesAsync()).Select(delivery => delivery.Fault).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ManyInstances_SendEachOnce()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft("request.asked"));
        await scene.AddAsync(scene.Draft("request.asked") with { Name = "Second" });
        for (var i = 0; i < 10; i++)
            await scene.Org.AskAsync(AddMember($"u{i}"));
        var instances = Enumerable.Range(0, 4).Select(_ => scene.Portal.Second()).ToList();
        var made = await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.Get<SendDeliveries>().RunAsync(Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        Assert.Equal((20, 20), (made.Sum(), scene.Receiver.Got.Count));
        Assert.Equal(10, scene.Receiver.Got.Select(got => got.Id).Distinct().Count());
        Assert.All(await scene.DeliveriesAsync(), delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempt)));
    }

    [Fact]
    public async Task InstanceDiesBeforeItMarks_ItComesAgainUnderTheSameId_AfterItsLease()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft("request.asked"));
        await scene.Org.AskAsync();
        using var dying = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        scene.Receiver.Answer = async _ => await dying.CancelAsync();
        await using (var instance = scene.Portal.Second())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.Get<SendDeliveries>().RunAsync(dying.Token));
        scene.Receiver.Answer = http => Task.FromResult(http.Response.StatusCode = 204);
        scene.Portal.Time.Advance(Delivery.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await scene.SendAsync());
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await scene.SendAsync());
        Assert.Equal(2, scene.Receiver.Got.Count);
        Assert.Single(scene.Receiver.Got.Select(got => got.Id).Distinct());
        Assert.Equal((DeliveryState.Delivered, 2), (await scene.DeliveriesAsync()) is [var only] ? (only.State, only.Attempt) : default);
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var i = 0; i < 200 && !holds(); i++)
            await Task.Delay(50, Stop);
        Assert.True(holds());
    }

    private static string? Text(JsonElement read, string name) => read.GetProperty(name).GetString();
}
