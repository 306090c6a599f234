using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts;

/// <summary>Accounts: who signs in, how, and with which roles.</summary>
public static class AccountsModule
{
    /// <summary>The rate limit of forms that try secrets: generous per address, since whole campuses share one.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>The rate limit of forms that let a mail be written.</summary>
    public const string MailLimit = "mail";

    private const int AttemptsPerMinute = 120;
    private const int MailsPerMinute = 30;

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, AddressNormalizer>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
            options.Password.RequiredLength = 10;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddSignInManager<AccountSignIn>().AddDefaultTokenProviders();
        services.AddScoped<AuthenticatorCodes>();
        services.Configure<IdentityOptions>(options => options.Tokens.ProviderMap[TokenOptions.DefaultAuthenticatorProvider] = new TokenProviderDescriptor(typeof(AuthenticatorCodes)));
        // Pages that sign in by other ways than Identity's own ask for the class itself
        services.AddScoped(provider => (AccountSignIn)provider.GetRequiredService<SignInManager<Account>>());
        services.TryAddScoped<IUserStore<Account>, UserOnly>();
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddOAuth<ProviderOptions, ProviderHandler>(ProviderHandler.SchemeName, options => options.Events = ProviderEvents.Create());
        authentication.AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(options =>
            {
                options.Cookie.Name = PageCache.AccountCookie;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = SessionOperations.Validity.ToTimeSpan();
                // The viewer's query compares the stamp at every request, so nothing is left to validate now and then
                options.Events.OnValidatePrincipal = _ => Task.CompletedTask;
                options.Events.OnRedirectToLogin = context => SendToSignIn(context.HttpContext);
                options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            });
            cookies.TwoFactorUserIdCookie!.Configure(options => options.Cookie.Name = "rotunda-step");
            cookies.ExternalCookie!.Configure(options => options.Cookie.Name = "rotunda-provider");
        });
        services.Configure<RateLimiterOptions>(options =>
        {
            AddLimit(options, SignInLimit, AttemptsPerMinute);
            AddLimit(options, MailLimit, MailsPerMinute);
        });
        services.AddScoped<IViewerSource, AccountViewers>();
        services.AddScoped<RoleScopes>();
        services.AddSingleton<IReferrer, ScopeReferrer>();
        services.AddScoped<PasskeyOperations>();
        services.AddScoped<InvitationOperations>();
        services.AddScoped<RoleReissue>();
        services.AddScoped<AccountOperations>();
        services.AddScoped<SecretAttempts>();
        services.AddScoped<OwnPassword>();
        services.AddScoped<ProfileOperations>();
        services.AddScoped<SessionOperations>();
        services.AddScoped<SecondStepOperations>();
        services.AddSingleton<ProviderSecrets>();
        services.AddSingleton<ProviderMetadata>();
        services.AddSingleton<IdentityTokens>();
        services.AddSingleton<LinkTickets>();
        services.AddScoped<ProviderOperations>();
        services.AddScoped<LinkOperations>();
        services.AddScoped<MailedLinks>();
        services.AddScoped<SecretOperations>();
        services.AddScoped<RecoveryOperations>();
        services.AddScoped<EmailOperations>();
        services.AddScoped<AccountQueries>();
        services.AddScoped<PersonalDataOperations>();
        services.AddSingleton<IPersonalData, AccountPersonalData>();
        services.AddSingleton<IRetentionRule, AccountRetention>();
        services.AddSingleton(new AuditedField("until", "audit.field.until"));
        services.AddSingleton<IOutboxConsumer, ResetRequests>();
        services.AddSingleton(new RoleContribution(Roles.Administrator, [AccountActs.Invite, AccountActs.Manage, AccountActs.Secure]));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AccountActs.Invite, AccountActs.Manage]));
        services.AddSingleton(new AuditedField("display-name", "account.name"));
        services.AddSingleton(new AuditedField("account-email", "sign-in.email"));
        services.AddSingleton(new AuditedField("account-language", "invitations.language"));
        services.AddSingleton(new AuditedField("role", "audit.field.role"));
        services.AddSingleton(new AuditedField("scope", "audit.field.scope"));
        services.AddSingleton(new AuditedField("passkey", "audit.field.passkey"));
        services.AddSingleton(new AuditedField("issuer", "providers.issuer"));
        services.AddSingleton(new AuditedField("client-id", "providers.client"));
        services.AddSingleton(new AuditedField("provider-secret", "providers.secret"));
        services.AddSingleton(new AuditedField("second-step", "providers.step"));
        services.AddSingleton(new AuditedField("matches-addresses", "providers.matches"));
        services.AddSingleton(new AuditedField("private-address", "providers.private"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.accounts", "/desk/accounts", 89, AccountActs.Manage));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.providers", "/desk/providers", 91, AccountActs.Secure));
        services.AddScoped<IAuditSubjects, AccountSubjects>();
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.people", 60, AccountActs.Invite, "/desk/invitations", "/desk/accounts"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.invitations", "/desk/invitations", 90, AccountActs.Invite));
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPasskeys();
        endpoints.MapProviders();
    }

    private static void AddLimit(RateLimiterOptions options, string name, int perMinute) => options.AddPolicy(name, context => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));

    private static Task SendToSignIn(HttpContext context)
    {
        var reader = context.Reader();
        var back = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        context.Response.Redirect(reader.To("/account/sign-in") + QueryString.Create("returnUrl", back));
        return Task.CompletedTask;
    }

    /// <summary>Identity's store without roles, on this database.</summary>
    private sealed class UserOnly(RotundaDb db, IdentityErrorDescriber describer) :
        Microsoft.AspNetCore.Identity.EntityFrameworkCore.UserOnlyStore<Account, RotundaDb, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>(db, describer)
    {
        /// <summary>Writes what this request changed, and nothing else: Identity's own writes every column as it was read, and sets back what others changed meanwhile.</summary>
        public override async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken = default)
        {
            if (Context.Entry(user).State == EntityState.Detached) throw new InvalidOperationException("The account is not of this request's context.");
            user.ConcurrencyStamp = RowId.New().ToString("N");
            try
            {
                await Context.SaveChangesAsync(cancellationToken);
                return IdentityResult.Success;
            }
            catch (DbUpdateConcurrencyException)
            {
                return IdentityResult.Failed(ErrorDescriber.ConcurrencyFailure());
            }
        }

        /// <summary>Recovery codes are stored as hashes.</summary>
        public override Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken) =>
            base.RedeemCodeAsync(user, SecondStepOperations.HashOf(code), cancellationToken);
    }
}
