namespace NhiPortal.Connectors.Tests;

public sealed class WebhookConnectorTests(WebhookTarget target) : ConnectorContract<WebhookTarget>(target);

public sealed class WebhookActingTests(WebhookTarget target) : ActingContract<WebhookTarget>(target)
{
    [Fact]
    public async Task Apply_Again_CarriesTheSameKey()
    {
        var change = Meaning("account.create", "keyed-twice");
        await Connect(Target.Acting).ApplyAsync(change, "one-execution", Cancellation);
        await Connect(Target.Acting).ApplyAsync(change, "one-execution", Cancellation);
        Assert.Equal(2, Target.Keys.Count(key => key == "one-execution"));
    }

    [Fact]
    public async Task Secret_AsStandardWebhooksWritesIt_IsTheSameKey() => await Connect(Target.Acting with
    {
        Secret = $"whsec_{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Target.Acting.Secret!))}",
    }).ReadStateAsync(Meaning("account.create", "anyone"), Cancellation);

    [Fact]
    public void Address_NotEncrypted_IsRefusedInTheSettings() =>
        Assert.NotEmpty(ConnectorRegistration.Of("Webhook")!.Check(Target.Acting with { Address = "http://adapter.home.example/" }));
}
