namespace NhiPortal.Notifications;

/// <summary>Registers the ways by which news leaves the portal.</summary>
public static class NotificationSetup
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, PortalSettings settings) => services
        .AddSingleton(settings.Mail)
        .AddSingleton<MailServer>()
        .AddSingleton<ReturnedMailbox>()
        .AddSingleton(new LetterWriter(settings.Mail, settings.PublicAddress))
        .AddSingleton(settings.Notifications)
        .AddSingleton<OutsideRule>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<StreamFiles>()
        .AddSingleton<WebhookKeys>()
        .AddSingleton(provider => new MessageWriter(provider.GetRequiredService<WebhookKeys>(), settings.Audit.LogName, settings.PublicAddress ?? new Uri(PortalSettings.DefaultUrls)));
}
