"""Types of workspaces, 2015-04-08."""
# mypy: disable-error-code="override"
# pyright: reportIncompatibleMethodOverride=false
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NotRequired, Required, TypedDict, Unpack, overload
from allpages.types._base import AsyncClient as _AsyncClient, AsyncPages as _AsyncPages, AsyncPaginator as _AsyncPaginator, Blob as _Blob, Client as _Client, Exceptions as _Exceptions, Pages as _Pages, PaginationConfig as _PaginationConfig, Paginator as _Paginator, Response as _Response, UnsizedPaginationConfig as _UnsizedPaginationConfig
from allpages.errors import ServiceError
AGAModeForDirectoryEnum = Literal["ENABLED_AUTO", "DISABLED"]
AGAModeForWorkSpaceEnum = Literal["ENABLED_AUTO", "DISABLED", "INHERITED"]
AGAPreferredProtocolForDirectory = Literal["TCP", "NONE"]
AGAPreferredProtocolForWorkSpace = Literal["TCP", "NONE", "INHERITED"]
AccessEndpointType = Literal["STREAMING_WSP"]
AccessPropertyValue = Literal["ALLOW", "DENY"]
AccountLinkStatusEnum = Literal["LINKED", "LINKING_FAILED", "LINK_NOT_FOUND", "PENDING_ACCEPTANCE_BY_TARGET_ACCOUNT", "REJECTED"]
Application = Literal["Microsoft_Office_2016", "Microsoft_Office_2019"]
ApplicationAssociatedResourceType = Literal["WORKSPACE", "BUNDLE", "IMAGE"]
ApplicationSettingsStatusEnum = Literal["DISABLED", "ENABLED"]
AssociationErrorCode = Literal["ValidationError.InsufficientDiskSpace", "ValidationError.InsufficientMemory", "ValidationError.UnsupportedOperatingSystem", "DeploymentError.InternalServerError", "DeploymentError.WorkspaceUnreachable", "ValidationError.ApplicationOldVersionExists"]
AssociationState = Literal["PENDING_INSTALL", "PENDING_INSTALL_DEPLOYMENT", "PENDING_UNINSTALL", "PENDING_UNINSTALL_DEPLOYMENT", "INSTALLING", "UNINSTALLING", "ERROR", "COMPLETED", "REMOVED"]
AssociationStatus = Literal["NOT_ASSOCIATED", "ASSOCIATED_WITH_OWNER_ACCOUNT", "ASSOCIATED_WITH_SHARED_ACCOUNT", "PENDING_ASSOCIATION", "PENDING_DISASSOCIATION"]
AuthenticationType = Literal["SAML"]
BundleAssociatedResourceType = Literal["APPLICATION"]
BundleType = Literal["REGULAR", "STANDBY"]
CertificateBasedAuthStatusEnum = Literal["DISABLED", "ENABLED"]
ClientDeviceType = Literal["DeviceTypeWindows", "DeviceTypeOsx", "DeviceTypeAndroid", "DeviceTypeIos", "DeviceTypeLinux", "DeviceTypeWeb"]
Compute = Literal["VALUE", "STANDARD", "PERFORMANCE", "POWER", "GRAPHICS", "POWERPRO", "GENERALPURPOSE_4XLARGE", "GENERALPURPOSE_8XLARGE", "GRAPHICSPRO", "GRAPHICS_G4DN", "GRAPHICSPRO_G4DN", "GRAPHICS_G6_XLARGE", "GRAPHICS_G6_2XLARGE", "GRAPHICS_G6_4XLARGE", "GRAPHICS_G6_8XLARGE", "GRAPHICS_G6_16XLARGE", "GRAPHICS_GR6_4XLARGE", "GRAPHICS_GR6_8XLARGE", "GRAPHICS_G6F_LARGE", "GRAPHICS_G6F_XLARGE", "GRAPHICS_G6F_2XLARGE", "GRAPHICS_G6F_4XLARGE", "GRAPHICS_GR6F_4XLARGE", "GRAPHICS_G7_2XLARGE", "GRAPHICS_G7_4XLARGE", "GRAPHICS_G7_8XLARGE", "GRAPHICS_G7_12XLARGE"]
ConnectionAliasState = Literal["CREATING", "CREATED", "DELETING"]
ConnectionState = Literal["CONNECTED", "DISCONNECTED", "UNKNOWN"]
CustomImageProtocol = Literal["PCOIP", "DCV", "BYOP"]
CustomWorkspaceImageImportState = Literal["PENDING", "IN_PROGRESS", "PROCESSING_SOURCE_IMAGE", "IMAGE_TESTING_START", "UPDATING_OPERATING_SYSTEM", "IMAGE_COMPATIBILITY_CHECKING", "IMAGE_TESTING_GENERALIZATION", "CREATING_TEST_INSTANCE", "INSTALLING_COMPONENTS", "GENERALIZING", "VALIDATING", "PUBLISHING", "COMPLETED", "ERROR"]
DataReplication = Literal["NO_REPLICATION", "PRIMARY_AS_SOURCE"]
DedicatedTenancyAccountType = Literal["SOURCE_ACCOUNT", "TARGET_ACCOUNT"]
DedicatedTenancyModificationStateEnum = Literal["PENDING", "COMPLETED", "FAILED"]
DedicatedTenancySupportEnum = Literal["ENABLED"]
DedicatedTenancySupportResultEnum = Literal["ENABLED", "DISABLED"]
DeletableCertificateBasedAuthProperty = Literal["CERTIFICATE_BASED_AUTH_PROPERTIES_CERTIFICATE_AUTHORITY_ARN"]
DeletableSamlProperty = Literal["SAML_PROPERTIES_USER_ACCESS_URL", "SAML_PROPERTIES_RELAY_STATE_PARAMETER_NAME"]
DescribeWorkspaceDirectoriesFilterName = Literal["USER_IDENTITY_TYPE", "WORKSPACE_TYPE"]
DescribeWorkspacesPoolsFilterName = Literal["PoolName"]
DescribeWorkspacesPoolsFilterOperator = Literal["EQUALS", "NOTEQUALS", "CONTAINS", "NOTCONTAINS"]
EndpointEncryptionMode = Literal["STANDARD_TLS", "FIPS_VALIDATED"]
ImageAssociatedResourceType = Literal["APPLICATION"]
ImageComputeType = Literal["BASE", "GRAPHICS_G4DN", "GRAPHICS_G6", "GRAPHICS_G7"]
ImageType = Literal["OWNED", "SHARED"]
ImageValidationMode = Literal["CUSTOMER_MANAGED", "SERVICE_MANAGED"]
InternetFallbackProtocol = Literal["PCOIP"]
LogUploadEnum = Literal["ENABLED", "DISABLED"]
ModificationResourceEnum = Literal["ROOT_VOLUME", "USER_VOLUME", "COMPUTE_TYPE", "PROTOCOL", "NESTED_VIRTUALIZATION"]
ModificationStateEnum = Literal["UPDATE_INITIATED", "UPDATE_IN_PROGRESS", "UPDATE_FAILED"]
OSVersion = Literal["Windows_10", "Windows_11"]
OperatingSystemName = Literal["AMAZON_LINUX_2", "UBUNTU_18_04", "UBUNTU_20_04", "UBUNTU_22_04", "UNKNOWN", "WINDOWS_10", "WINDOWS_11", "WINDOWS_7", "WINDOWS_SERVER_2016", "WINDOWS_SERVER_2019", "WINDOWS_SERVER_2022", "WINDOWS_SERVER_2025", "RHEL_8", "ROCKY_8"]
OperatingSystemType = Literal["WINDOWS", "LINUX"]
Platform = Literal["WINDOWS"]
PoolsRunningMode = Literal["AUTO_STOP", "ALWAYS_ON"]
Protocol = Literal["PCOIP", "WSP"]
ReconnectEnum = Literal["ENABLED", "DISABLED"]
RunningMode = Literal["AUTO_STOP", "ALWAYS_ON", "MANUAL"]
SamlStatusEnum = Literal["DISABLED", "ENABLED", "ENABLED_WITH_DIRECTORY_LOGIN_FALLBACK"]
SessionConnectionState = Literal["CONNECTED", "NOT_CONNECTED"]
StandbyWorkspaceRelationshipType = Literal["PRIMARY", "STANDBY"]
StorageConnectorStatusEnum = Literal["ENABLED", "DISABLED"]
StorageConnectorTypeEnum = Literal["HOME_FOLDER"]
StreamingExperiencePreferredProtocolEnum = Literal["TCP", "UDP"]
TargetWorkspaceState = Literal["AVAILABLE", "ADMIN_MAINTENANCE"]
Tenancy = Literal["DEDICATED", "SHARED"]
UserIdentityType = Literal["CUSTOMER_MANAGED", "AWS_DIRECTORY_SERVICE", "AWS_IAM_IDENTITY_CENTER"]
UserSettingActionEnum = Literal["CLIPBOARD_COPY_FROM_LOCAL_DEVICE", "CLIPBOARD_COPY_TO_LOCAL_DEVICE", "PRINTING_TO_LOCAL_DEVICE", "SMART_CARD"]
UserSettingPermissionEnum = Literal["ENABLED", "DISABLED"]
WorkSpaceApplicationLicenseType = Literal["LICENSED", "UNLICENSED"]
WorkSpaceApplicationState = Literal["PENDING", "ERROR", "AVAILABLE", "UNINSTALL_ONLY"]
WorkSpaceAssociatedResourceType = Literal["APPLICATION"]
WorkspaceBundleState = Literal["AVAILABLE", "PENDING", "ERROR"]
WorkspaceDirectoryState = Literal["REGISTERING", "REGISTERED", "DEREGISTERING", "DEREGISTERED", "ERROR"]
WorkspaceDirectoryType = Literal["SIMPLE_AD", "AD_CONNECTOR", "CUSTOMER_MANAGED", "AWS_IAM_IDENTITY_CENTER"]
WorkspaceImageErrorDetailCode = Literal["OutdatedPowershellVersion", "OfficeInstalled", "PCoIPAgentInstalled", "WindowsUpdatesEnabled", "AutoMountDisabled", "WorkspacesBYOLAccountNotFound", "WorkspacesBYOLAccountDisabled", "DHCPDisabled", "DiskFreeSpace", "AdditionalDrivesAttached", "OSNotSupported", "DomainJoined", "AzureDomainJoined", "FirewallEnabled", "VMWareToolsInstalled", "DiskSizeExceeded", "IncompatiblePartitioning", "PendingReboot", "AutoLogonEnabled", "RealTimeUniversalDisabled", "MultipleBootPartition", "Requires64BitOS", "ZeroRearmCount", "InPlaceUpgrade", "AntiVirusInstalled", "UEFINotSupported", "UnknownError", "AppXPackagesInstalled", "ReservedStorageInUse", "AdditionalDrivesPresent", "WindowsUpdatesRequired", "SysPrepFileMissing", "UserProfileMissing", "InsufficientDiskSpace", "EnvironmentVariablesPathMissingEntries", "DomainAccountServicesFound", "InvalidIp", "RemoteDesktopServicesDisabled", "WindowsModulesInstallerDisabled", "AmazonSsmAgentEnabled", "UnsupportedSecurityProtocol", "MultipleUserProfiles", "StagedAppxPackage", "UnsupportedOsUpgrade", "InsufficientRearmCount", "ProtocolOSIncompatibility", "MemoryIntegrityIncompatibility", "RestrictedDriveLetterInUse"]
WorkspaceImageIngestionProcess = Literal["BYOL_REGULAR", "BYOL_GRAPHICS", "BYOL_GRAPHICSPRO", "BYOL_GRAPHICS_G4DN", "BYOL_REGULAR_WSP", "BYOL_GRAPHICS_G4DN_WSP", "BYOL_REGULAR_BYOP", "BYOL_GRAPHICS_G4DN_BYOP"]
WorkspaceImageRequiredTenancy = Literal["DEFAULT", "DEDICATED"]
WorkspaceImageState = Literal["AVAILABLE", "PENDING", "ERROR"]
WorkspaceState = Literal["PENDING", "AVAILABLE", "IMPAIRED", "UNHEALTHY", "REBOOTING", "STARTING", "REBUILDING", "RESTORING", "MAINTENANCE", "ADMIN_MAINTENANCE", "TERMINATING", "TERMINATED", "SUSPENDED", "UPDATING", "STOPPING", "STOPPED", "ERROR"]
WorkspaceType = Literal["PERSONAL", "POOLS"]
WorkspacesPoolErrorCode = Literal["IAM_SERVICE_ROLE_IS_MISSING", "IAM_SERVICE_ROLE_MISSING_ENI_DESCRIBE_ACTION", "IAM_SERVICE_ROLE_MISSING_ENI_CREATE_ACTION", "IAM_SERVICE_ROLE_MISSING_ENI_DELETE_ACTION", "NETWORK_INTERFACE_LIMIT_EXCEEDED", "INTERNAL_SERVICE_ERROR", "MACHINE_ROLE_IS_MISSING", "STS_DISABLED_IN_REGION", "SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES", "IAM_SERVICE_ROLE_MISSING_DESCRIBE_SUBNET_ACTION", "SUBNET_NOT_FOUND", "IMAGE_NOT_FOUND", "INVALID_SUBNET_CONFIGURATION", "SECURITY_GROUPS_NOT_FOUND", "IGW_NOT_ATTACHED", "IAM_SERVICE_ROLE_MISSING_DESCRIBE_SECURITY_GROUPS_ACTION", "WORKSPACES_POOL_STOPPED", "WORKSPACES_POOL_INSTANCE_PROVISIONING_FAILURE", "DOMAIN_JOIN_ERROR_FILE_NOT_FOUND", "DOMAIN_JOIN_ERROR_ACCESS_DENIED", "DOMAIN_JOIN_ERROR_LOGON_FAILURE", "DOMAIN_JOIN_ERROR_INVALID_PARAMETER", "DOMAIN_JOIN_ERROR_MORE_DATA", "DOMAIN_JOIN_ERROR_NO_SUCH_DOMAIN", "DOMAIN_JOIN_ERROR_NOT_SUPPORTED", "DOMAIN_JOIN_NERR_INVALID_WORKGROUP_NAME", "DOMAIN_JOIN_NERR_WORKSTATION_NOT_STARTED", "DOMAIN_JOIN_ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED", "DOMAIN_JOIN_NERR_PASSWORD_EXPIRED", "DOMAIN_JOIN_INTERNAL_SERVICE_ERROR", "DOMAIN_JOIN_ERROR_SECRET_ACTION_PERMISSION_IS_MISSING", "DOMAIN_JOIN_ERROR_SECRET_DECRYPTION_FAILURE", "DOMAIN_JOIN_ERROR_SECRET_STATE_INVALID", "DOMAIN_JOIN_ERROR_SECRET_NOT_FOUND", "DOMAIN_JOIN_ERROR_SECRET_VALUE_KEY_NOT_FOUND", "DOMAIN_JOIN_ERROR_SECRET_INVALID", "BUNDLE_NOT_FOUND", "DIRECTORY_NOT_FOUND", "INSUFFICIENT_PERMISSIONS_ERROR", "DEFAULT_OU_IS_MISSING"]
WorkspacesPoolState = Literal["CREATING", "DELETING", "RUNNING", "STARTING", "STOPPED", "STOPPING", "UPDATING"]
_AccessEndpointConfig = AccessEndpointConfig
_AccessEndpointType = AccessEndpointType
_AccountLink = AccountLink
_ActiveDirectoryConfig = ActiveDirectoryConfig
_AssociationStatus = AssociationStatus
_AuthenticationType = AuthenticationType
_BundleType = BundleType
_Capacity = Capacity
_CapacityStatus = CapacityStatus
_CertificateBasedAuthProperties = CertificateBasedAuthProperties
_ClientProperties = ClientProperties
_ComputeType = ComputeType
_ConnectionAliasPermission = ConnectionAliasPermission
_ConnectionState = ConnectionState
_DataReplication = DataReplication
_DataReplicationSettings = DataReplicationSettings
_DedicatedTenancyAccountType = DedicatedTenancyAccountType
_EndpointEncryptionMode = EndpointEncryptionMode
_ErrorDetails = ErrorDetails
_IDCConfig = IDCConfig
_ImageType = ImageType
_ImageValidationMode = ImageValidationMode
_MicrosoftEntraConfig = MicrosoftEntraConfig
_NetworkAccessConfiguration = NetworkAccessConfiguration
_OperatingSystem = OperatingSystem
_OperatingSystemName = OperatingSystemName
_Platform = Platform
_RootStorage = RootStorage
_RunningMode = RunningMode
_SamlProperties = SamlProperties
_SelfservicePermissions = SelfservicePermissions
_StandbyWorkspacesProperties = StandbyWorkspacesProperties
_StreamingProperties = StreamingProperties
_Tenancy = Tenancy
_TimeoutSettings = TimeoutSettings
_UserIdentityType = UserIdentityType
_UserStorage = UserStorage
_WorkspaceAccessProperties = WorkspaceAccessProperties
_WorkspaceBundle = WorkspaceBundle
_WorkspaceCreationProperties = WorkspaceCreationProperties
_WorkspaceProperties = WorkspaceProperties
_WorkspaceRequest = WorkspaceRequest
_WorkspaceType = WorkspaceType
_WorkspacesPool = WorkspacesPool
class AcceptAccountLinkInvitationRequest(TypedDict):
    LinkId: str
    ClientToken: NotRequired[str]
class AcceptAccountLinkInvitationResult(_Response):
    AccountLink: _AccountLink
class AccessEndpoint(TypedDict):
    """Describes the access type and endpoint for a WorkSpace."""
    AccessEndpointType: _AccessEndpointType
    VpcEndpointId: str
class AccessEndpointConfig(TypedDict):
    """Describes the access endpoint configuration for a WorkSpace."""
    AccessEndpoints: list[AccessEndpoint]
    InternetFallbackProtocols: list[InternetFallbackProtocol]
class AccessEndpointConfigParam(TypedDict):
    """Describes the access endpoint configuration for a WorkSpace."""
    AccessEndpoints: Sequence[AccessEndpointParam | AccessEndpoint]
    InternetFallbackProtocols: NotRequired[Sequence[InternetFallbackProtocol]]
class AccessEndpointParam(TypedDict, total=False):
    """Describes the access type and endpoint for a WorkSpace."""
    AccessEndpointType: _AccessEndpointType
    VpcEndpointId: str
class AccountLink(TypedDict):
    """Information about about the account link."""
    AccountLinkId: str
    AccountLinkStatus: AccountLinkStatusEnum
    SourceAccountId: str
    TargetAccountId: str
class AccountModification(TypedDict):
    """Describes a modification to the configuration of Bring Your Own License (BYOL) for the specified account."""
    ModificationState: DedicatedTenancyModificationStateEnum
    DedicatedTenancySupport: DedicatedTenancySupportResultEnum
    DedicatedTenancyManagementCidrRange: str
    StartTime: datetime
    ErrorCode: str
    ErrorMessage: str
class ActiveDirectoryConfig(TypedDict):
    """Information about the Active Directory config."""
    DomainName: str
    ServiceAccountSecretArn: str
class ApplicationResourceAssociation(TypedDict):
    """Describes the association between an application and an application resource."""
    ApplicationId: str
    AssociatedResourceId: str
    AssociatedResourceType: ApplicationAssociatedResourceType
    Created: datetime
    LastUpdatedTime: datetime
    State: AssociationState
    StateReason: AssociationStateReason
class ApplicationSettingsRequest(TypedDict):
    """The persistent application settings for WorkSpaces Pools users."""
    Status: ApplicationSettingsStatusEnum
    SettingsGroup: NotRequired[str]
class ApplicationSettingsResponse(TypedDict):
    """Describes the persistent application settings for WorkSpaces Pools users."""
    Status: ApplicationSettingsStatusEnum
    SettingsGroup: str
    S3BucketName: str
class AssociateConnectionAliasRequest(TypedDict):
    AliasId: str
    ResourceId: str
class AssociateConnectionAliasResult(_Response):
    ConnectionIdentifier: str
class AssociateIpGroupsRequest(TypedDict):
    DirectoryId: str
    GroupIds: Sequence[str]
class AssociateIpGroupsResult(_Response, total=False): ...
class AssociateWorkspaceApplicationRequest(TypedDict):
    WorkspaceId: str
    ApplicationId: str
class AssociateWorkspaceApplicationResult(_Response):
    Association: WorkspaceResourceAssociation
class AssociationStateReason(TypedDict):
    """Indicates the reason that the association deployment failed, including the error code and error message."""
    ErrorCode: AssociationErrorCode
    ErrorMessage: str
class AuthorizeIpRulesRequest(TypedDict):
    GroupId: str
    UserRules: Sequence[IpRuleItemParam | IpRuleItem]
class AuthorizeIpRulesResult(_Response, total=False): ...
class BundleResourceAssociation(TypedDict):
    """Describes the association between an application and a bundle resource."""
    AssociatedResourceId: str
    AssociatedResourceType: BundleAssociatedResourceType
    BundleId: str
    Created: datetime
    LastUpdatedTime: datetime
    State: AssociationState
    StateReason: AssociationStateReason
class Capacity(TypedDict):
    """Describes the user capacity for a pool of WorkSpaces."""
    DesiredUserSessions: int
class CapacityStatus(TypedDict):
    """Describes the capacity status for a pool of WorkSpaces."""
    AvailableUserSessions: int
    DesiredUserSessions: int
    ActualUserSessions: int
    ActiveUserSessions: int
class CertificateBasedAuthProperties(TypedDict):
    """Describes the properties of the certificate-based authentication you want to use with your WorkSpaces."""
    Status: CertificateBasedAuthStatusEnum
    CertificateAuthorityArn: str
class CertificateBasedAuthPropertiesParam(TypedDict, total=False):
    """Describes the properties of the certificate-based authentication you want to use with your WorkSpaces."""
    Status: CertificateBasedAuthStatusEnum
    CertificateAuthorityArn: str
class ClientProperties(TypedDict):
    """Describes an Amazon WorkSpaces client."""
    ReconnectEnabled: ReconnectEnum
    LogUploadEnabled: LogUploadEnum
    ClientExperiencePolicy: str
class ClientPropertiesParam(TypedDict, total=False):
    """Describes an Amazon WorkSpaces client."""
    ReconnectEnabled: ReconnectEnum
    LogUploadEnabled: LogUploadEnum
    ClientExperiencePolicy: str
class ClientPropertiesResult(TypedDict):
    """Information about the Amazon WorkSpaces client."""
    ResourceId: str
    ClientProperties: _ClientProperties
class ComputeType(TypedDict):
    """Describes the compute type of the bundle."""
    Name: Compute
class ComputeTypeParam(TypedDict, total=False):
    """Describes the compute type of the bundle."""
    Name: Compute
class ConnectClientAddIn(TypedDict):
    """Describes an Connect Customer client add-in."""
    AddInId: str
    ResourceId: str
    Name: str
    URL: str
class ConnectionAlias(TypedDict):
    """Describes a connection alias."""
    ConnectionString: str
    AliasId: str
    State: ConnectionAliasState
    OwnerAccountId: str
    Associations: list[ConnectionAliasAssociation]
class ConnectionAliasAssociation(TypedDict):
    """Describes a connection alias association that is used for cross-Region redirection."""
    AssociationStatus: _AssociationStatus
    AssociatedAccountId: str
    ResourceId: str
    ConnectionIdentifier: str
class ConnectionAliasPermission(TypedDict):
    """Describes the permissions for a connection alias."""
    SharedAccountId: str
    AllowAssociation: bool
class CopyWorkspaceImageRequest(TypedDict):
    Name: str
    Description: NotRequired[str]
    SourceImageId: str
    SourceRegion: str
    Tags: NotRequired[Sequence[TagParam | Tag]]
class CopyWorkspaceImageResult(_Response):
    ImageId: str
class CreateAccountLinkInvitationRequest(TypedDict):
    TargetAccountId: str
    ClientToken: NotRequired[str]
class CreateAccountLinkInvitationResult(_Response):
    AccountLink: _AccountLink
class CreateConnectClientAddInRequest(TypedDict):
    ResourceId: str
    Name: str
    URL: str
class CreateConnectClientAddInResult(_Response):
    AddInId: str
class CreateConnectionAliasRequest(TypedDict):
    ConnectionString: str
    Tags: NotRequired[Sequence[TagParam | Tag]]
class CreateConnectionAliasResult(_Response):
    AliasId: str
class CreateIpGroupRequest(TypedDict, total=False):
    GroupName: Required[str]
    GroupDesc: str
    UserRules: Sequence[IpRuleItemParam | IpRuleItem]
    Tags: Sequence[TagParam | Tag]
class CreateIpGroupResult(_Response):
    GroupId: str
class CreateStandbyWorkspacesRequest(TypedDict):
    PrimaryRegion: str
    StandbyWorkspaces: Sequence[StandbyWorkspaceParam | StandbyWorkspace]
class CreateStandbyWorkspacesResult(_Response):
    FailedStandbyRequests: list[FailedCreateStandbyWorkspacesRequest]
    PendingStandbyRequests: list[PendingCreateStandbyWorkspacesRequest]
class CreateTagsRequest(TypedDict):
    ResourceId: str
    Tags: Sequence[TagParam | Tag]
class CreateTagsResult(_Response, total=False): ...
class CreateUpdatedWorkspaceImageRequest(TypedDict):
    Name: str
    Description: str
    SourceImageId: str
    Tags: NotRequired[Sequence[TagParam | Tag]]
class CreateUpdatedWorkspaceImageResult(_Response):
    ImageId: str
class CreateWorkspaceBundleRequest(TypedDict):
    BundleName: str
    BundleDescription: str
    ImageId: str
    ComputeType: ComputeTypeParam | _ComputeType
    UserStorage: _UserStorage
    RootStorage: NotRequired[_RootStorage]
    Tags: NotRequired[Sequence[TagParam | Tag]]
class CreateWorkspaceBundleResult(_Response):
    WorkspaceBundle: _WorkspaceBundle
class CreateWorkspaceImageRequest(TypedDict):
    Name: str
    Description: str
    WorkspaceId: str
    Tags: NotRequired[Sequence[TagParam | Tag]]
class CreateWorkspaceImageResult(_Response):
    ImageId: str
    Name: str
    Description: str
    OperatingSystem: _OperatingSystem
    State: WorkspaceImageState
    RequiredTenancy: WorkspaceImageRequiredTenancy
    Created: datetime
    OwnerAccountId: str
class CreateWorkspacesPoolRequest(TypedDict):
    PoolName: str
    Description: str
    BundleId: str
    DirectoryId: str
    Capacity: _Capacity
    Tags: NotRequired[Sequence[TagParam | Tag]]
    ApplicationSettings: NotRequired[ApplicationSettingsRequest]
    TimeoutSettings: NotRequired[TimeoutSettingsParam | _TimeoutSettings]
    RunningMode: NotRequired[PoolsRunningMode]
class CreateWorkspacesPoolResult(_Response):
    WorkspacesPool: _WorkspacesPool
class CreateWorkspacesRequest(TypedDict):
    Workspaces: Sequence[WorkspaceRequestParam | WorkspaceRequest]
class CreateWorkspacesResult(_Response):
    FailedRequests: list[FailedCreateWorkspaceRequest]
    PendingRequests: list[Workspace]
class CustomWorkspaceImageImportErrorDetails(TypedDict):
    """Describes in-depth details about the error."""
    ErrorCode: str
    ErrorMessage: str
class DataReplicationSettings(TypedDict):
    """Describes the data replication settings."""
    DataReplication: _DataReplication
    RecoverySnapshotTime: datetime
class DefaultClientBrandingAttributes(TypedDict):
    """Returns default client branding attributes that were imported."""
    LogoUrl: str
    SupportEmail: str
    SupportLink: str
    ForgotPasswordLink: str
    LoginMessage: dict[str, str]
class DefaultImportClientBrandingAttributes(TypedDict, total=False):
    """The default client branding attributes to be imported."""
    Logo: _Blob
    SupportEmail: str
    SupportLink: str
    ForgotPasswordLink: str
    LoginMessage: Mapping[str, str]
class DefaultWorkspaceCreationProperties(TypedDict):
    """Describes the default values that are used to create WorkSpaces."""
    EnableInternetAccess: bool
    DefaultOu: str
    CustomSecurityGroupId: str
    UserEnabledAsLocalAdministrator: bool
    EnableMaintenanceMode: bool
    InstanceIamRoleArn: str
class DeleteAccountLinkInvitationRequest(TypedDict):
    LinkId: str
    ClientToken: NotRequired[str]
class DeleteAccountLinkInvitationResult(_Response):
    AccountLink: _AccountLink
class DeleteClientBrandingRequest(TypedDict):
    ResourceId: str
    Platforms: Sequence[ClientDeviceType]
class DeleteClientBrandingResult(_Response, total=False): ...
class DeleteConnectClientAddInRequest(TypedDict):
    AddInId: str
    ResourceId: str
class DeleteConnectClientAddInResult(_Response, total=False): ...
class DeleteConnectionAliasRequest(TypedDict):
    AliasId: str
class DeleteConnectionAliasResult(_Response, total=False): ...
class DeleteIpGroupRequest(TypedDict):
    GroupId: str
class DeleteIpGroupResult(_Response, total=False): ...
class DeleteTagsRequest(TypedDict):
    ResourceId: str
    TagKeys: Sequence[str]
class DeleteTagsResult(_Response, total=False): ...
class DeleteWorkspaceBundleRequest(TypedDict, total=False):
    BundleId: str
class DeleteWorkspaceBundleResult(_Response, total=False): ...
class DeleteWorkspaceImageRequest(TypedDict):
    ImageId: str
class DeleteWorkspaceImageResult(_Response, total=False): ...
class DeployWorkspaceApplicationsRequest(TypedDict):
    WorkspaceId: str
    Force: NotRequired[bool]
class DeployWorkspaceApplicationsResult(_Response):
    Deployment: WorkSpaceApplicationDeployment
class DeregisterWorkspaceDirectoryRequest(TypedDict):
    DirectoryId: str
class DeregisterWorkspaceDirectoryResult(_Response, total=False): ...
class DescribeAccountModificationsRequest(TypedDict, total=False):
    NextToken: str
class DescribeAccountModificationsResult(_Response):
    AccountModifications: list[AccountModification]
    NextToken: NotRequired[str]
class DescribeAccountRequest(TypedDict, total=False): ...
class DescribeAccountResult(_Response):
    DedicatedTenancySupport: DedicatedTenancySupportResultEnum
    DedicatedTenancyManagementCidrRange: str
    DedicatedTenancyAccountType: _DedicatedTenancyAccountType
    Message: str
class DescribeApplicationAssociationsRequest(TypedDict):
    MaxResults: NotRequired[int]
    NextToken: NotRequired[str]
    ApplicationId: str
    AssociatedResourceTypes: Sequence[ApplicationAssociatedResourceType]
class DescribeApplicationAssociationsResult(_Response):
    Associations: list[ApplicationResourceAssociation]
    NextToken: NotRequired[str]
class DescribeApplicationsRequest(TypedDict, total=False):
    ApplicationIds: Sequence[str]
    ComputeTypeNames: Sequence[Compute]
    LicenseType: WorkSpaceApplicationLicenseType
    OperatingSystemNames: Sequence[OperatingSystemName]
    Owner: str
    MaxResults: int
    NextToken: str
class DescribeApplicationsResult(_Response):
    Applications: list[WorkSpaceApplication]
    NextToken: NotRequired[str]
class DescribeBundleAssociationsRequest(TypedDict):
    BundleId: str
    AssociatedResourceTypes: Sequence[BundleAssociatedResourceType]
class DescribeBundleAssociationsResult(_Response):
    Associations: list[BundleResourceAssociation]
class DescribeClientBrandingRequest(TypedDict):
    ResourceId: str
class DescribeClientBrandingResult(_Response):
    DeviceTypeWindows: DefaultClientBrandingAttributes
    DeviceTypeOsx: DefaultClientBrandingAttributes
    DeviceTypeAndroid: DefaultClientBrandingAttributes
    DeviceTypeIos: IosClientBrandingAttributes
    DeviceTypeLinux: DefaultClientBrandingAttributes
    DeviceTypeWeb: DefaultClientBrandingAttributes
class DescribeClientPropertiesRequest(TypedDict):
    ResourceIds: Sequence[str]
class DescribeClientPropertiesResult(_Response):
    ClientPropertiesList: list[ClientPropertiesResult]
class DescribeConnectClientAddInsRequest(TypedDict, total=False):
    ResourceId: Required[str]
    NextToken: str
    MaxResults: int
class DescribeConnectClientAddInsResult(_Response):
    AddIns: list[ConnectClientAddIn]
    NextToken: NotRequired[str]
class DescribeConnectionAliasPermissionsRequest(TypedDict, total=False):
    AliasId: Required[str]
    NextToken: str
    MaxResults: int
class DescribeConnectionAliasPermissionsResult(_Response):
    AliasId: str
    ConnectionAliasPermissions: list[ConnectionAliasPermission]
    NextToken: NotRequired[str]
class DescribeConnectionAliasesRequest(TypedDict, total=False):
    AliasIds: Sequence[str]
    ResourceId: str
    Limit: int
    NextToken: str
class DescribeConnectionAliasesResult(_Response):
    ConnectionAliases: list[ConnectionAlias]
    NextToken: NotRequired[str]
class DescribeCustomWorkspaceImageImportRequest(TypedDict):
    ImageId: str
class DescribeCustomWorkspaceImageImportResult(_Response):
    ImageId: str
    InfrastructureConfigurationArn: str
    State: CustomWorkspaceImageImportState
    StateMessage: str
    ProgressPercentage: int
    Created: datetime
    LastUpdatedTime: datetime
    ImageSource: ImageSourceIdentifier
    ImageBuilderInstanceId: str
    ErrorDetails: list[CustomWorkspaceImageImportErrorDetails]
class DescribeImageAssociationsRequest(TypedDict):
    ImageId: str
    AssociatedResourceTypes: Sequence[ImageAssociatedResourceType]
class DescribeImageAssociationsResult(_Response):
    Associations: list[ImageResourceAssociation]
class DescribeIpGroupsRequest(TypedDict, total=False):
    GroupIds: Sequence[str]
    NextToken: str
    MaxResults: int
class DescribeIpGroupsResult(_Response):
    Result: list[WorkspacesIpGroup]
    NextToken: NotRequired[str]
class DescribeTagsRequest(TypedDict):
    ResourceId: str
class DescribeTagsResult(_Response):
    TagList: list[Tag]
class DescribeWorkspaceAssociationsRequest(TypedDict):
    WorkspaceId: str
    AssociatedResourceTypes: Sequence[WorkSpaceAssociatedResourceType]
class DescribeWorkspaceAssociationsResult(_Response):
    Associations: list[WorkspaceResourceAssociation]
class DescribeWorkspaceBundlesRequest(TypedDict, total=False):
    BundleIds: Sequence[str]
    Owner: str
    NextToken: str
class DescribeWorkspaceBundlesResult(_Response):
    Bundles: list[WorkspaceBundle]
    NextToken: NotRequired[str]
class DescribeWorkspaceDirectoriesFilter(TypedDict):
    """Describes the filter conditions for the WorkSpaces to return."""
    Name: DescribeWorkspaceDirectoriesFilterName
    Values: Sequence[str]
class DescribeWorkspaceDirectoriesRequest(TypedDict, total=False):
    DirectoryIds: Sequence[str]
    WorkspaceDirectoryNames: Sequence[str]
    Limit: int
    NextToken: str
    Filters: Sequence[DescribeWorkspaceDirectoriesFilter]
class DescribeWorkspaceDirectoriesResult(_Response):
    Directories: list[WorkspaceDirectory]
    NextToken: NotRequired[str]
class DescribeWorkspaceImagePermissionsRequest(TypedDict, total=False):
    ImageId: Required[str]
    NextToken: str
    MaxResults: int
class DescribeWorkspaceImagePermissionsResult(_Response):
    ImageId: str
    ImagePermissions: list[ImagePermission]
    NextToken: NotRequired[str]
class DescribeWorkspaceImagesRequest(TypedDict, total=False):
    ImageIds: Sequence[str]
    ImageType: _ImageType
    NextToken: str
    MaxResults: int
class DescribeWorkspaceImagesResult(_Response):
    Images: list[WorkspaceImage]
    NextToken: NotRequired[str]
class DescribeWorkspaceSnapshotsRequest(TypedDict):
    WorkspaceId: str
class DescribeWorkspaceSnapshotsResult(_Response):
    RebuildSnapshots: list[Snapshot]
    RestoreSnapshots: list[Snapshot]
class DescribeWorkspacesConnectionStatusRequest(TypedDict, total=False):
    WorkspaceIds: Sequence[str]
    NextToken: str
class DescribeWorkspacesConnectionStatusResult(_Response):
    WorkspacesConnectionStatus: list[WorkspaceConnectionStatus]
    NextToken: NotRequired[str]
class DescribeWorkspacesPoolSessionsRequest(TypedDict, total=False):
    PoolId: Required[str]
    UserId: str
    Limit: int
    NextToken: str
class DescribeWorkspacesPoolSessionsResult(_Response):
    Sessions: list[WorkspacesPoolSession]
    NextToken: NotRequired[str]
class DescribeWorkspacesPoolsFilter(TypedDict):
    """Describes the filter conditions for WorkSpaces Pools to return."""
    Name: DescribeWorkspacesPoolsFilterName
    Values: Sequence[str]
    Operator: DescribeWorkspacesPoolsFilterOperator
class DescribeWorkspacesPoolsRequest(TypedDict, total=False):
    PoolIds: Sequence[str]
    Filters: Sequence[DescribeWorkspacesPoolsFilter]
    Limit: int
    NextToken: str
class DescribeWorkspacesPoolsResult(_Response):
    WorkspacesPools: list[WorkspacesPool]
    NextToken: NotRequired[str]
class DescribeWorkspacesRequest(TypedDict, total=False):
    WorkspaceIds: Sequence[str]
    DirectoryId: str
    UserName: str
    BundleId: str
    Limit: int
    NextToken: str
    WorkspaceName: str
class DescribeWorkspacesResult(_Response):
    Workspaces: list[Workspace]
    NextToken: NotRequired[str]
class DisassociateConnectionAliasRequest(TypedDict):
    AliasId: str
class DisassociateConnectionAliasResult(_Response, total=False): ...
class DisassociateIpGroupsRequest(TypedDict):
    DirectoryId: str
    GroupIds: Sequence[str]
class DisassociateIpGroupsResult(_Response, total=False): ...
class DisassociateWorkspaceApplicationRequest(TypedDict):
    WorkspaceId: str
    ApplicationId: str
class DisassociateWorkspaceApplicationResult(_Response):
    Association: WorkspaceResourceAssociation
class ErrorDetails(TypedDict):
    """Describes in-depth details about the error."""
    ErrorCode: WorkspaceImageErrorDetailCode
    ErrorMessage: str
class FailedCreateStandbyWorkspacesRequest(TypedDict):
    """Describes the standby WorkSpace that could not be created."""
    StandbyWorkspaceRequest: StandbyWorkspace
    ErrorCode: str
    ErrorMessage: str
class FailedCreateWorkspaceRequest(TypedDict):
    """Describes a WorkSpace that cannot be created."""
    WorkspaceRequest: _WorkspaceRequest
    ErrorCode: str
    ErrorMessage: str
class FailedWorkspaceChangeRequest(TypedDict):
    """Describes a WorkSpace that could not be rebooted."""
    WorkspaceId: str
    ErrorCode: str
    ErrorMessage: str
class GetAccountLinkRequest(TypedDict, total=False):
    LinkId: str
    LinkedAccountId: str
class GetAccountLinkResult(_Response):
    AccountLink: _AccountLink
class GlobalAcceleratorForDirectory(TypedDict):
    """Describes the Global Accelerator for directory."""
    Mode: AGAModeForDirectoryEnum
    PreferredProtocol: AGAPreferredProtocolForDirectory
class GlobalAcceleratorForDirectoryParam(TypedDict):
    """Describes the Global Accelerator for directory."""
    Mode: AGAModeForDirectoryEnum
    PreferredProtocol: NotRequired[AGAPreferredProtocolForDirectory]
class GlobalAcceleratorForWorkSpace(TypedDict):
    """Describes the Global Accelerator for WorkSpaces."""
    Mode: AGAModeForWorkSpaceEnum
    PreferredProtocol: AGAPreferredProtocolForWorkSpace
class GlobalAcceleratorForWorkSpaceParam(TypedDict):
    """Describes the Global Accelerator for WorkSpaces."""
    Mode: AGAModeForWorkSpaceEnum
    PreferredProtocol: NotRequired[AGAPreferredProtocolForWorkSpace]
class IDCConfig(TypedDict):
    """Specifies the configurations of the identity center."""
    InstanceArn: str
    ApplicationArn: str
class ImagePermission(TypedDict):
    """Describes the Amazon Web Services accounts that have been granted permission to use a shared image."""
    SharedAccountId: str
class ImageResourceAssociation(TypedDict):
    """Describes the association between an application and an image resource."""
    AssociatedResourceId: str
    AssociatedResourceType: ImageAssociatedResourceType
    Created: datetime
    LastUpdatedTime: datetime
    ImageId: str
    State: AssociationState
    StateReason: AssociationStateReason
class ImageSourceIdentifier(TypedDict):
    """Describes the image import source."""
    Ec2ImportTaskId: str
    ImageBuildVersionArn: str
    Ec2ImageId: str
class ImageSourceIdentifierParam(TypedDict, total=False):
    """Describes the image import source."""
    Ec2ImportTaskId: str
    ImageBuildVersionArn: str
    Ec2ImageId: str
class ImportClientBrandingRequest(TypedDict, total=False):
    ResourceId: Required[str]
    DeviceTypeWindows: DefaultImportClientBrandingAttributes
    DeviceTypeOsx: DefaultImportClientBrandingAttributes
    DeviceTypeAndroid: DefaultImportClientBrandingAttributes
    DeviceTypeIos: IosImportClientBrandingAttributes
    DeviceTypeLinux: DefaultImportClientBrandingAttributes
    DeviceTypeWeb: DefaultImportClientBrandingAttributes
class ImportClientBrandingResult(_Response):
    DeviceTypeWindows: DefaultClientBrandingAttributes
    DeviceTypeOsx: DefaultClientBrandingAttributes
    DeviceTypeAndroid: DefaultClientBrandingAttributes
    DeviceTypeIos: IosClientBrandingAttributes
    DeviceTypeLinux: DefaultClientBrandingAttributes
    DeviceTypeWeb: DefaultClientBrandingAttributes
class ImportCustomWorkspaceImageRequest(TypedDict):
    ImageName: str
    ImageDescription: str
    ComputeType: ImageComputeType
    Protocol: CustomImageProtocol
    ImageSource: ImageSourceIdentifierParam | ImageSourceIdentifier
    InfrastructureConfigurationArn: str
    Platform: _Platform
    OsVersion: OSVersion
    Tags: NotRequired[Sequence[TagParam | Tag]]
    ImageValidationMode: NotRequired[_ImageValidationMode]
class ImportCustomWorkspaceImageResult(_Response):
    ImageId: str
    State: CustomWorkspaceImageImportState
class ImportWorkspaceImageRequest(TypedDict):
    Ec2ImageId: str
    IngestionProcess: WorkspaceImageIngestionProcess
    ImageName: str
    ImageDescription: str
    Tags: NotRequired[Sequence[TagParam | Tag]]
    Applications: NotRequired[Sequence[Application]]
class ImportWorkspaceImageResult(_Response):
    ImageId: str
class IosClientBrandingAttributes(TypedDict):
    """The client branding attributes for iOS device types."""
    LogoUrl: str
    Logo2xUrl: str
    Logo3xUrl: str
    SupportEmail: str
    SupportLink: str
    ForgotPasswordLink: str
    LoginMessage: dict[str, str]
class IosImportClientBrandingAttributes(TypedDict, total=False):
    """The client branding attributes to import for iOS device types."""
    Logo: _Blob
    Logo2x: _Blob
    Logo3x: _Blob
    SupportEmail: str
    SupportLink: str
    ForgotPasswordLink: str
    LoginMessage: Mapping[str, str]
class IpRuleItem(TypedDict):
    """Describes a rule for an IP access control group."""
    ipRule: str
    ruleDesc: str
class IpRuleItemParam(TypedDict, total=False):
    """Describes a rule for an IP access control group."""
    ipRule: str
    ruleDesc: str
class ListAccountLinksRequest(TypedDict, total=False):
    LinkStatusFilter: Sequence[AccountLinkStatusEnum]
    NextToken: str
    MaxResults: int
class ListAccountLinksResult(_Response):
    AccountLinks: list[AccountLink]
    NextToken: NotRequired[str]
class ListAvailableManagementCidrRangesRequest(TypedDict, total=False):
    ManagementCidrRangeConstraint: Required[str]
    MaxResults: int
    NextToken: str
class ListAvailableManagementCidrRangesResult(_Response):
    ManagementCidrRanges: list[str]
    NextToken: NotRequired[str]
class MicrosoftEntraConfig(TypedDict):
    """Specifies the configurations of the Microsoft Entra."""
    TenantId: str
    ApplicationConfigSecretArn: str
class MicrosoftEntraConfigParam(TypedDict, total=False):
    """Specifies the configurations of the Microsoft Entra."""
    TenantId: str
    ApplicationConfigSecretArn: str
class MigrateWorkspaceRequest(TypedDict):
    SourceWorkspaceId: str
    BundleId: str
class MigrateWorkspaceResult(_Response):
    SourceWorkspaceId: str
    TargetWorkspaceId: str
class ModificationState(TypedDict):
    """Describes a WorkSpace modification."""
    Resource: ModificationResourceEnum
    State: ModificationStateEnum
class ModifyAccountRequest(TypedDict, total=False):
    DedicatedTenancySupport: DedicatedTenancySupportEnum
    DedicatedTenancyManagementCidrRange: str
class ModifyAccountResult(_Response):
    Message: str
class ModifyCertificateBasedAuthPropertiesRequest(TypedDict, total=False):
    ResourceId: Required[str]
    CertificateBasedAuthProperties: CertificateBasedAuthPropertiesParam | _CertificateBasedAuthProperties
    PropertiesToDelete: Sequence[DeletableCertificateBasedAuthProperty]
class ModifyCertificateBasedAuthPropertiesResult(_Response, total=False): ...
class ModifyClientPropertiesRequest(TypedDict):
    ResourceId: str
    ClientProperties: ClientPropertiesParam | _ClientProperties
class ModifyClientPropertiesResult(_Response, total=False): ...
class ModifyEndpointEncryptionModeRequest(TypedDict):
    DirectoryId: str
    EndpointEncryptionMode: _EndpointEncryptionMode
class ModifyEndpointEncryptionModeResponse(_Response, total=False): ...
class ModifySamlPropertiesRequest(TypedDict, total=False):
    ResourceId: Required[str]
    SamlProperties: SamlPropertiesParam | _SamlProperties
    PropertiesToDelete: Sequence[DeletableSamlProperty]
class ModifySamlPropertiesResult(_Response, total=False): ...
class ModifySelfservicePermissionsRequest(TypedDict):
    ResourceId: str
    SelfservicePermissions: SelfservicePermissionsParam | _SelfservicePermissions
class ModifySelfservicePermissionsResult(_Response, total=False): ...
class ModifyStreamingPropertiesRequest(TypedDict):
    ResourceId: str
    StreamingProperties: NotRequired[StreamingPropertiesParam | _StreamingProperties]
class ModifyStreamingPropertiesResult(_Response, total=False): ...
class ModifyWorkspaceAccessPropertiesRequest(TypedDict):
    ResourceId: str
    WorkspaceAccessProperties: WorkspaceAccessPropertiesParam | _WorkspaceAccessProperties
class ModifyWorkspaceAccessPropertiesResult(_Response, total=False): ...
class ModifyWorkspaceCreationPropertiesRequest(TypedDict):
    ResourceId: str
    WorkspaceCreationProperties: _WorkspaceCreationProperties
class ModifyWorkspaceCreationPropertiesResult(_Response, total=False): ...
class ModifyWorkspacePropertiesRequest(TypedDict, total=False):
    WorkspaceId: Required[str]
    WorkspaceProperties: WorkspacePropertiesParam | _WorkspaceProperties
    DataReplication: _DataReplication
class ModifyWorkspacePropertiesResult(_Response, total=False): ...
class ModifyWorkspaceStateRequest(TypedDict):
    WorkspaceId: str
    WorkspaceState: TargetWorkspaceState
class ModifyWorkspaceStateResult(_Response, total=False): ...
class NetworkAccessConfiguration(TypedDict):
    """Describes the network details of a WorkSpaces Pool."""
    EniPrivateIpAddress: str
    EniId: str
class OperatingSystem(TypedDict):
    """The operating system that the image is running."""
    Type: OperatingSystemType
class PendingCreateStandbyWorkspacesRequest(TypedDict):
    """Information about the standby WorkSpace."""
    UserName: str
    DirectoryId: str
    State: WorkspaceState
    WorkspaceId: str
class RebootRequest(TypedDict):
    """Describes the information used to reboot a WorkSpace."""
    WorkspaceId: str
class RebootWorkspacesRequest(TypedDict):
    RebootWorkspaceRequests: Sequence[RebootRequest]
class RebootWorkspacesResult(_Response):
    FailedRequests: list[FailedWorkspaceChangeRequest]
class RebuildRequest(TypedDict):
    """Describes the information used to rebuild a WorkSpace."""
    WorkspaceId: str
class RebuildWorkspacesRequest(TypedDict):
    RebuildWorkspaceRequests: Sequence[RebuildRequest]
class RebuildWorkspacesResult(_Response):
    FailedRequests: list[FailedWorkspaceChangeRequest]
class RegisterWorkspaceDirectoryRequest(TypedDict, total=False):
    DirectoryId: str
    SubnetIds: Sequence[str]
    EnableSelfService: bool
    Tenancy: _Tenancy
    Tags: Sequence[TagParam | Tag]
    WorkspaceDirectoryName: str
    WorkspaceDirectoryDescription: str
    UserIdentityType: _UserIdentityType
    IdcInstanceArn: str
    MicrosoftEntraConfig: MicrosoftEntraConfigParam | _MicrosoftEntraConfig
    WorkspaceType: _WorkspaceType
    ActiveDirectoryConfig: _ActiveDirectoryConfig
class RegisterWorkspaceDirectoryResult(_Response):
    DirectoryId: str
    State: WorkspaceDirectoryState
class RejectAccountLinkInvitationRequest(TypedDict):
    LinkId: str
    ClientToken: NotRequired[str]
class RejectAccountLinkInvitationResult(_Response):
    AccountLink: _AccountLink
class RelatedWorkspaceProperties(TypedDict):
    """Describes the related WorkSpace."""
    WorkspaceId: str
    Region: str
    State: WorkspaceState
    Type: StandbyWorkspaceRelationshipType
class RestoreWorkspaceRequest(TypedDict):
    WorkspaceId: str
class RestoreWorkspaceResult(_Response, total=False): ...
class RevokeIpRulesRequest(TypedDict):
    GroupId: str
    UserRules: Sequence[str]
class RevokeIpRulesResult(_Response, total=False): ...
class RootStorage(TypedDict):
    """Describes the root volume for a WorkSpace bundle."""
    Capacity: str
class SamlProperties(TypedDict):
    """Describes the enablement status, user access URL, and relay state parameter name that are used for configuring federation with an SAML 2.0 identity provider."""
    Status: SamlStatusEnum
    UserAccessUrl: str
    RelayStateParameterName: str
class SamlPropertiesParam(TypedDict, total=False):
    """Describes the enablement status, user access URL, and relay state parameter name that are used for configuring federation with an SAML 2.0 identity provider."""
    Status: SamlStatusEnum
    UserAccessUrl: str
    RelayStateParameterName: str
class SelfservicePermissions(TypedDict):
    """Describes the self-service permissions for a directory."""
    RestartWorkspace: ReconnectEnum
    IncreaseVolumeSize: ReconnectEnum
    ChangeComputeType: ReconnectEnum
    SwitchRunningMode: ReconnectEnum
    RebuildWorkspace: ReconnectEnum
class SelfservicePermissionsParam(TypedDict, total=False):
    """Describes the self-service permissions for a directory."""
    RestartWorkspace: ReconnectEnum
    IncreaseVolumeSize: ReconnectEnum
    ChangeComputeType: ReconnectEnum
    SwitchRunningMode: ReconnectEnum
    RebuildWorkspace: ReconnectEnum
class Snapshot(TypedDict):
    """Describes a snapshot."""
    SnapshotTime: datetime
class StandbyWorkspace(TypedDict):
    """Describes a standby WorkSpace."""
    PrimaryWorkspaceId: str
    VolumeEncryptionKey: str
    DirectoryId: str
    Tags: list[Tag]
    DataReplication: _DataReplication
class StandbyWorkspaceParam(TypedDict, total=False):
    """Describes a standby WorkSpace."""
    PrimaryWorkspaceId: Required[str]
    VolumeEncryptionKey: str
    DirectoryId: Required[str]
    Tags: Sequence[TagParam | Tag]
    DataReplication: _DataReplication
class StandbyWorkspacesProperties(TypedDict):
    """Describes the properties of the related standby WorkSpaces."""
    StandbyWorkspaceId: str
    DataReplication: _DataReplication
    RecoverySnapshotTime: datetime
class StartRequest(TypedDict, total=False):
    """Information used to start a WorkSpace."""
    WorkspaceId: str
class StartWorkspacesPoolRequest(TypedDict):
    PoolId: str
class StartWorkspacesPoolResult(_Response, total=False): ...
class StartWorkspacesRequest(TypedDict):
    StartWorkspaceRequests: Sequence[StartRequest]
class StartWorkspacesResult(_Response):
    FailedRequests: list[FailedWorkspaceChangeRequest]
class StopRequest(TypedDict, total=False):
    """Describes the information used to stop a WorkSpace."""
    WorkspaceId: str
class StopWorkspacesPoolRequest(TypedDict):
    PoolId: str
class StopWorkspacesPoolResult(_Response, total=False): ...
class StopWorkspacesRequest(TypedDict):
    StopWorkspaceRequests: Sequence[StopRequest]
class StopWorkspacesResult(_Response):
    FailedRequests: list[FailedWorkspaceChangeRequest]
class StorageConnector(TypedDict):
    """Describes the storage connector."""
    ConnectorType: StorageConnectorTypeEnum
    Status: StorageConnectorStatusEnum
class StreamingProperties(TypedDict):
    """Describes the streaming properties."""
    StreamingExperiencePreferredProtocol: StreamingExperiencePreferredProtocolEnum
    UserSettings: list[UserSetting]
    StorageConnectors: list[StorageConnector]
    GlobalAccelerator: GlobalAcceleratorForDirectory
class StreamingPropertiesParam(TypedDict, total=False):
    """Describes the streaming properties."""
    StreamingExperiencePreferredProtocol: StreamingExperiencePreferredProtocolEnum
    UserSettings: Sequence[UserSettingParam | UserSetting]
    StorageConnectors: Sequence[StorageConnector]
    GlobalAccelerator: GlobalAcceleratorForDirectoryParam | GlobalAcceleratorForDirectory
class Tag(TypedDict):
    """Describes a tag."""
    Key: str
    Value: str
class TagParam(TypedDict):
    """Describes a tag."""
    Key: str
    Value: NotRequired[str]
class TerminateRequest(TypedDict):
    """Describes the information used to terminate a WorkSpace."""
    WorkspaceId: str
class TerminateWorkspacesPoolRequest(TypedDict):
    PoolId: str
class TerminateWorkspacesPoolResult(_Response, total=False): ...
class TerminateWorkspacesPoolSessionRequest(TypedDict):
    SessionId: str
class TerminateWorkspacesPoolSessionResult(_Response, total=False): ...
class TerminateWorkspacesRequest(TypedDict):
    TerminateWorkspaceRequests: Sequence[TerminateRequest]
class TerminateWorkspacesResult(_Response):
    FailedRequests: list[FailedWorkspaceChangeRequest]
class TimeoutSettings(TypedDict):
    """Describes the timeout settings for a pool of WorkSpaces."""
    DisconnectTimeoutInSeconds: int
    IdleDisconnectTimeoutInSeconds: int
    MaxUserDurationInSeconds: int
class TimeoutSettingsParam(TypedDict, total=False):
    """Describes the timeout settings for a pool of WorkSpaces."""
    DisconnectTimeoutInSeconds: int
    IdleDisconnectTimeoutInSeconds: int
    MaxUserDurationInSeconds: int
class UpdateConnectClientAddInRequest(TypedDict):
    AddInId: str
    ResourceId: str
    Name: NotRequired[str]
    URL: NotRequired[str]
class UpdateConnectClientAddInResult(_Response, total=False): ...
class UpdateConnectionAliasPermissionRequest(TypedDict):
    AliasId: str
    ConnectionAliasPermission: _ConnectionAliasPermission
class UpdateConnectionAliasPermissionResult(_Response, total=False): ...
class UpdateResult(TypedDict):
    """Describes whether a WorkSpace image needs to be updated with the latest drivers and other components required by Amazon WorkSpaces."""
    UpdateAvailable: bool
    Description: str
class UpdateRulesOfIpGroupRequest(TypedDict):
    GroupId: str
    UserRules: Sequence[IpRuleItemParam | IpRuleItem]
class UpdateRulesOfIpGroupResult(_Response, total=False): ...
class UpdateWorkspaceBundleRequest(TypedDict, total=False):
    BundleId: str
    ImageId: str
class UpdateWorkspaceBundleResult(_Response, total=False): ...
class UpdateWorkspaceImagePermissionRequest(TypedDict):
    ImageId: str
    AllowCopyImage: bool
    SharedAccountId: str
class UpdateWorkspaceImagePermissionResult(_Response, total=False): ...
class UpdateWorkspacesPoolRequest(TypedDict, total=False):
    PoolId: Required[str]
    Description: str
    BundleId: str
    DirectoryId: str
    Capacity: _Capacity
    ApplicationSettings: ApplicationSettingsRequest
    TimeoutSettings: TimeoutSettingsParam | _TimeoutSettings
    RunningMode: PoolsRunningMode
class UpdateWorkspacesPoolResult(_Response):
    WorkspacesPool: _WorkspacesPool
class UserSetting(TypedDict):
    """Information about the user's permission settings."""
    Action: UserSettingActionEnum
    Permission: UserSettingPermissionEnum
    MaximumLength: int
class UserSettingParam(TypedDict):
    """Information about the user's permission settings."""
    Action: UserSettingActionEnum
    Permission: UserSettingPermissionEnum
    MaximumLength: NotRequired[int]
class UserStorage(TypedDict):
    """Describes the user volume for a WorkSpace bundle."""
    Capacity: str
class WorkSpaceApplication(TypedDict):
    """Describes the WorkSpace application."""
    ApplicationId: str
    Created: datetime
    Description: str
    LicenseType: WorkSpaceApplicationLicenseType
    Name: str
    Owner: str
    State: WorkSpaceApplicationState
    SupportedComputeTypeNames: list[Compute]
    SupportedOperatingSystemNames: list[OperatingSystemName]
class WorkSpaceApplicationDeployment(TypedDict):
    """Describes the WorkSpace application deployment."""
    Associations: list[WorkspaceResourceAssociation]
class Workspace(TypedDict):
    """Describes a WorkSpace."""
    WorkspaceId: str
    DirectoryId: str
    UserName: str
    IpAddress: str
    Ipv6Address: str
    State: WorkspaceState
    BundleId: str
    SubnetId: str
    ErrorMessage: str
    ErrorCode: str
    ComputerName: str
    VolumeEncryptionKey: str
    UserVolumeEncryptionEnabled: bool
    RootVolumeEncryptionEnabled: bool
    WorkspaceName: str
    WorkspaceProperties: _WorkspaceProperties
    ModificationStates: list[ModificationState]
    RelatedWorkspaces: list[RelatedWorkspaceProperties]
    DataReplicationSettings: _DataReplicationSettings
    StandbyWorkspacesProperties: list[_StandbyWorkspacesProperties]
class WorkspaceAccessProperties(TypedDict):
    """The device types and operating systems that can be used to access a WorkSpace."""
    DeviceTypeWindows: AccessPropertyValue
    DeviceTypeOsx: AccessPropertyValue
    DeviceTypeWeb: AccessPropertyValue
    DeviceTypeIos: AccessPropertyValue
    DeviceTypeAndroid: AccessPropertyValue
    DeviceTypeChromeOs: AccessPropertyValue
    DeviceTypeZeroClient: AccessPropertyValue
    DeviceTypeLinux: AccessPropertyValue
    DeviceTypeWorkSpacesThinClient: AccessPropertyValue
    AccessEndpointConfig: _AccessEndpointConfig
class WorkspaceAccessPropertiesParam(TypedDict, total=False):
    """The device types and operating systems that can be used to access a WorkSpace."""
    DeviceTypeWindows: AccessPropertyValue
    DeviceTypeOsx: AccessPropertyValue
    DeviceTypeWeb: AccessPropertyValue
    DeviceTypeIos: AccessPropertyValue
    DeviceTypeAndroid: AccessPropertyValue
    DeviceTypeChromeOs: AccessPropertyValue
    DeviceTypeZeroClient: AccessPropertyValue
    DeviceTypeLinux: AccessPropertyValue
    DeviceTypeWorkSpacesThinClient: AccessPropertyValue
    AccessEndpointConfig: AccessEndpointConfigParam | _AccessEndpointConfig
class WorkspaceBundle(TypedDict):
    """Describes a WorkSpace bundle."""
    BundleId: str
    Name: str
    Owner: str
    Description: str
    ImageId: str
    RootStorage: _RootStorage
    UserStorage: _UserStorage
    ComputeType: _ComputeType
    LastUpdatedTime: datetime
    CreationTime: datetime
    State: WorkspaceBundleState
    BundleType: _BundleType
class WorkspaceConnectionStatus(TypedDict):
    """Describes the connection status of a WorkSpace."""
    WorkspaceId: str
    ConnectionState: _ConnectionState
    ConnectionStateCheckTimestamp: datetime
    LastKnownUserConnectionTimestamp: datetime
class WorkspaceCreationProperties(TypedDict, total=False):
    """Describes the default properties that are used for creating WorkSpaces."""
    EnableInternetAccess: bool
    DefaultOu: str
    CustomSecurityGroupId: str
    UserEnabledAsLocalAdministrator: bool
    EnableMaintenanceMode: bool
    InstanceIamRoleArn: str
class WorkspaceDirectory(TypedDict):
    """Describes a directory that is used with Amazon WorkSpaces."""
    DirectoryId: str
    Alias: str
    DirectoryName: str
    RegistrationCode: str
    SubnetIds: list[str]
    DnsIpAddresses: list[str]
    DnsIpv6Addresses: list[str]
    CustomerUserName: str
    IamRoleId: str
    DirectoryType: WorkspaceDirectoryType
    WorkspaceSecurityGroupId: str
    State: WorkspaceDirectoryState
    WorkspaceCreationProperties: DefaultWorkspaceCreationProperties
    ipGroupIds: list[str]
    WorkspaceAccessProperties: _WorkspaceAccessProperties
    Tenancy: _Tenancy
    SelfservicePermissions: _SelfservicePermissions
    SamlProperties: _SamlProperties
    CertificateBasedAuthProperties: _CertificateBasedAuthProperties
    EndpointEncryptionMode: _EndpointEncryptionMode
    MicrosoftEntraConfig: _MicrosoftEntraConfig
    WorkspaceDirectoryName: str
    WorkspaceDirectoryDescription: str
    UserIdentityType: _UserIdentityType
    WorkspaceType: _WorkspaceType
    IDCConfig: _IDCConfig
    ActiveDirectoryConfig: _ActiveDirectoryConfig
    StreamingProperties: _StreamingProperties
    ErrorMessage: str
class WorkspaceImage(TypedDict):
    """Describes a WorkSpace image."""
    ImageId: str
    Name: str
    Description: str
    OperatingSystem: _OperatingSystem
    State: WorkspaceImageState
    RequiredTenancy: WorkspaceImageRequiredTenancy
    ErrorCode: str
    ErrorMessage: str
    Created: datetime
    OwnerAccountId: str
    Updates: UpdateResult
    ErrorDetails: list[_ErrorDetails]
class WorkspaceProperties(TypedDict):
    """Describes a WorkSpace."""
    RunningMode: _RunningMode
    RunningModeAutoStopTimeoutInMinutes: int
    RootVolumeSizeGib: int
    UserVolumeSizeGib: int
    ComputeTypeName: Compute
    Protocols: list[Protocol]
    OperatingSystemName: _OperatingSystemName
    GlobalAccelerator: GlobalAcceleratorForWorkSpace
    NestedVirtualizationEnabled: bool
class WorkspacePropertiesParam(TypedDict, total=False):
    """Describes a WorkSpace."""
    RunningMode: _RunningMode
    RunningModeAutoStopTimeoutInMinutes: int
    RootVolumeSizeGib: int
    UserVolumeSizeGib: int
    ComputeTypeName: Compute
    Protocols: Sequence[Protocol]
    OperatingSystemName: _OperatingSystemName
    GlobalAccelerator: GlobalAcceleratorForWorkSpaceParam | GlobalAcceleratorForWorkSpace
    NestedVirtualizationEnabled: bool
class WorkspaceRequest(TypedDict):
    """Describes the information used to create a WorkSpace."""
    DirectoryId: str
    UserName: str
    BundleId: str
    VolumeEncryptionKey: str
    UserVolumeEncryptionEnabled: bool
    RootVolumeEncryptionEnabled: bool
    WorkspaceProperties: _WorkspaceProperties
    Tags: list[Tag]
    WorkspaceName: str
    Ipv6Address: str
class WorkspaceRequestParam(TypedDict, total=False):
    """Describes the information used to create a WorkSpace."""
    DirectoryId: Required[str]
    UserName: Required[str]
    BundleId: Required[str]
    VolumeEncryptionKey: str
    UserVolumeEncryptionEnabled: bool
    RootVolumeEncryptionEnabled: bool
    WorkspaceProperties: WorkspacePropertiesParam | _WorkspaceProperties
    Tags: Sequence[TagParam | Tag]
    WorkspaceName: str
    Ipv6Address: str
class WorkspaceResourceAssociation(TypedDict):
    """Describes the association between an application and a WorkSpace resource."""
    AssociatedResourceId: str
    AssociatedResourceType: WorkSpaceAssociatedResourceType
    Created: datetime
    LastUpdatedTime: datetime
    State: AssociationState
    StateReason: AssociationStateReason
    WorkspaceId: str
class WorkspacesIpGroup(TypedDict):
    """Describes an IP access control group."""
    groupId: str
    groupName: str
    groupDesc: str
    userRules: list[IpRuleItem]
class WorkspacesPool(TypedDict):
    """Describes a pool of WorkSpaces."""
    PoolId: str
    PoolArn: str
    CapacityStatus: _CapacityStatus
    PoolName: str
    Description: str
    State: WorkspacesPoolState
    CreatedAt: datetime
    BundleId: str
    DirectoryId: str
    Errors: list[WorkspacesPoolError]
    ApplicationSettings: ApplicationSettingsResponse
    TimeoutSettings: _TimeoutSettings
    RunningMode: PoolsRunningMode
class WorkspacesPoolError(TypedDict):
    """Describes a pool error."""
    ErrorCode: WorkspacesPoolErrorCode
    ErrorMessage: str
class WorkspacesPoolSession(TypedDict):
    """Describes a pool session."""
    AuthenticationType: _AuthenticationType
    ConnectionState: SessionConnectionState
    SessionId: str
    InstanceId: str
    PoolId: str
    ExpirationTime: datetime
    NetworkAccessConfiguration: _NetworkAccessConfiguration
    StartTime: datetime
    UserId: str
class DescribeAccountModificationsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeAccountModificationsRequest]) -> _Pages[DescribeAccountModificationsResult, AccountModification]:
        """Retrieves a list that describes modifications to the configuration of Bring Your Own License (BYOL) for the specified account."""
class AsyncDescribeAccountModificationsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeAccountModificationsRequest]) -> _AsyncPages[DescribeAccountModificationsResult, AccountModification]:
        """Retrieves a list that describes modifications to the configuration of Bring Your Own License (BYOL) for the specified account."""
class DescribeApplicationAssociationsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeApplicationAssociationsRequest]) -> _Pages[DescribeApplicationAssociationsResult, ApplicationResourceAssociation]:
        """Describes the associations between the application and the specified associated resources."""
class AsyncDescribeApplicationAssociationsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeApplicationAssociationsRequest]) -> _AsyncPages[DescribeApplicationAssociationsResult, ApplicationResourceAssociation]:
        """Describes the associations between the application and the specified associated resources."""
class DescribeApplicationsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeApplicationsRequest]) -> _Pages[DescribeApplicationsResult, WorkSpaceApplication]:
        """Describes the specified applications by filtering based on their compute types, license availability, operating systems, and owners."""
class AsyncDescribeApplicationsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeApplicationsRequest]) -> _AsyncPages[DescribeApplicationsResult, WorkSpaceApplication]:
        """Describes the specified applications by filtering based on their compute types, license availability, operating systems, and owners."""
class DescribeConnectClientAddInsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectClientAddInsRequest]) -> _Pages[DescribeConnectClientAddInsResult, ConnectClientAddIn]:
        """Retrieves a list of Connect Customer client add-ins that have been created."""
class AsyncDescribeConnectClientAddInsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectClientAddInsRequest]) -> _AsyncPages[DescribeConnectClientAddInsResult, ConnectClientAddIn]:
        """Retrieves a list of Connect Customer client add-ins that have been created."""
class DescribeConnectionAliasPermissionsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectionAliasPermissionsRequest]) -> _Pages[DescribeConnectionAliasPermissionsResult, ConnectionAliasPermission]:
        """Describes the permissions that the owner of a connection alias has granted to another Amazon Web Services account for the specified connection alias."""
class AsyncDescribeConnectionAliasPermissionsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectionAliasPermissionsRequest]) -> _AsyncPages[DescribeConnectionAliasPermissionsResult, ConnectionAliasPermission]:
        """Describes the permissions that the owner of a connection alias has granted to another Amazon Web Services account for the specified connection alias."""
class DescribeConnectionAliasesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectionAliasesRequest]) -> _Pages[DescribeConnectionAliasesResult, ConnectionAlias]:
        """Retrieves a list that describes the connection aliases used for cross-Region redirection."""
class AsyncDescribeConnectionAliasesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeConnectionAliasesRequest]) -> _AsyncPages[DescribeConnectionAliasesResult, ConnectionAlias]:
        """Retrieves a list that describes the connection aliases used for cross-Region redirection."""
class DescribeIpGroupsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeIpGroupsRequest]) -> _Pages[DescribeIpGroupsResult, WorkspacesIpGroup]:
        """Describes one or more of your IP access control groups."""
class AsyncDescribeIpGroupsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeIpGroupsRequest]) -> _AsyncPages[DescribeIpGroupsResult, WorkspacesIpGroup]:
        """Describes one or more of your IP access control groups."""
class DescribeWorkspaceBundlesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceBundlesRequest]) -> _Pages[DescribeWorkspaceBundlesResult, WorkspaceBundle]:
        """Retrieves a list that describes the available WorkSpace bundles."""
class AsyncDescribeWorkspaceBundlesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceBundlesRequest]) -> _AsyncPages[DescribeWorkspaceBundlesResult, WorkspaceBundle]:
        """Retrieves a list that describes the available WorkSpace bundles."""
class DescribeWorkspaceDirectoriesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceDirectoriesRequest]) -> _Pages[DescribeWorkspaceDirectoriesResult, WorkspaceDirectory]:
        """Describes the available directories that are registered with Amazon WorkSpaces."""
class AsyncDescribeWorkspaceDirectoriesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceDirectoriesRequest]) -> _AsyncPages[DescribeWorkspaceDirectoriesResult, WorkspaceDirectory]:
        """Describes the available directories that are registered with Amazon WorkSpaces."""
class DescribeWorkspaceImagePermissionsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceImagePermissionsRequest]) -> _Pages[DescribeWorkspaceImagePermissionsResult, ImagePermission]:
        """Describes the permissions that the owner of an image has granted to other Amazon Web Services accounts for an image."""
class AsyncDescribeWorkspaceImagePermissionsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceImagePermissionsRequest]) -> _AsyncPages[DescribeWorkspaceImagePermissionsResult, ImagePermission]:
        """Describes the permissions that the owner of an image has granted to other Amazon Web Services accounts for an image."""
class DescribeWorkspaceImagesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceImagesRequest]) -> _Pages[DescribeWorkspaceImagesResult, WorkspaceImage]:
        """Retrieves a list that describes one or more specified images, if the image identifiers are provided."""
class AsyncDescribeWorkspaceImagesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspaceImagesRequest]) -> _AsyncPages[DescribeWorkspaceImagesResult, WorkspaceImage]:
        """Retrieves a list that describes one or more specified images, if the image identifiers are provided."""
class DescribeWorkspacesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesRequest]) -> _Pages[DescribeWorkspacesResult, Workspace]:
        """Describes the specified WorkSpaces."""
class AsyncDescribeWorkspacesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesRequest]) -> _AsyncPages[DescribeWorkspacesResult, Workspace]:
        """Describes the specified WorkSpaces."""
class DescribeWorkspacesConnectionStatusPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesConnectionStatusRequest]) -> _Pages[DescribeWorkspacesConnectionStatusResult, WorkspaceConnectionStatus]:
        """Describes the connection status of the specified WorkSpaces."""
class AsyncDescribeWorkspacesConnectionStatusPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _UnsizedPaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesConnectionStatusRequest]) -> _AsyncPages[DescribeWorkspacesConnectionStatusResult, WorkspaceConnectionStatus]:
        """Describes the connection status of the specified WorkSpaces."""
class DescribeWorkspacesPoolSessionsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesPoolSessionsRequest]) -> _Pages[DescribeWorkspacesPoolSessionsResult, WorkspacesPoolSession]:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
class AsyncDescribeWorkspacesPoolSessionsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesPoolSessionsRequest]) -> _AsyncPages[DescribeWorkspacesPoolSessionsResult, WorkspacesPoolSession]:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
class DescribeWorkspacesPoolsPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesPoolsRequest]) -> _Pages[DescribeWorkspacesPoolsResult, WorkspacesPool]:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
class AsyncDescribeWorkspacesPoolsPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[DescribeWorkspacesPoolsRequest]) -> _AsyncPages[DescribeWorkspacesPoolsResult, WorkspacesPool]:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
class ListAccountLinksPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[ListAccountLinksRequest]) -> _Pages[ListAccountLinksResult, AccountLink]:
        """Lists all account links."""
class AsyncListAccountLinksPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[ListAccountLinksRequest]) -> _AsyncPages[ListAccountLinksResult, AccountLink]:
        """Lists all account links."""
class ListAvailableManagementCidrRangesPaginator(_Paginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[ListAvailableManagementCidrRangesRequest]) -> _Pages[ListAvailableManagementCidrRangesResult, str]:
        """Retrieves a list of IP address ranges, specified as IPv4 CIDR blocks, that you can use for the network management interface when you enable Bring Your Own License (BYOL)."""
class AsyncListAvailableManagementCidrRangesPaginator(_AsyncPaginator):
    def paginate(self, *, PaginationConfig: _PaginationConfig | None = ..., **params: Unpack[ListAvailableManagementCidrRangesRequest]) -> _AsyncPages[ListAvailableManagementCidrRangesResult, str]:
        """Retrieves a list of IP address ranges, specified as IPv4 CIDR blocks, that you can use for the network management interface when you enable Bring Your Own License (BYOL)."""
class Exceptions(_Exceptions):
    AccessDeniedException: type[ServiceError]
    ApplicationNotSupportedException: type[ServiceError]
    ComputeNotCompatibleException: type[ServiceError]
    ConflictException: type[ServiceError]
    IncompatibleApplicationsException: type[ServiceError]
    InternalServerException: type[ServiceError]
    InvalidParameterCombinationException: type[ServiceError]
    InvalidParameterValuesException: type[ServiceError]
    InvalidResourceStateException: type[ServiceError]
    OperatingSystemNotCompatibleException: type[ServiceError]
    OperationInProgressException: type[ServiceError]
    OperationNotSupportedException: type[ServiceError]
    ResourceAlreadyExistsException: type[ServiceError]
    ResourceAssociatedException: type[ServiceError]
    ResourceCreationFailedException: type[ServiceError]
    ResourceInUseException: type[ServiceError]
    ResourceLimitExceededException: type[ServiceError]
    ResourceNotFoundException: type[ServiceError]
    ResourceUnavailableException: type[ServiceError]
    UnsupportedNetworkConfigurationException: type[ServiceError]
    UnsupportedWorkspaceConfigurationException: type[ServiceError]
    ValidationException: type[ServiceError]
    WorkspacesDefaultRoleNotFoundException: type[ServiceError]
class Client(_Client):
    """Amazon WorkSpaces."""
    @property
    def exceptions(self) -> Exceptions: ...
    def accept_account_link_invitation(self, **params: Unpack[AcceptAccountLinkInvitationRequest]) -> AcceptAccountLinkInvitationResult:
        """Accepts the account link invitation."""
    def associate_connection_alias(self, **params: Unpack[AssociateConnectionAliasRequest]) -> AssociateConnectionAliasResult:
        """Associates the specified connection alias with the specified directory to enable cross-Region redirection."""
    def associate_ip_groups(self, **params: Unpack[AssociateIpGroupsRequest]) -> AssociateIpGroupsResult:
        """Associates the specified IP access control group with the specified directory."""
    def associate_workspace_application(self, **params: Unpack[AssociateWorkspaceApplicationRequest]) -> AssociateWorkspaceApplicationResult:
        """Associates the specified application to the specified WorkSpace."""
    def authorize_ip_rules(self, **params: Unpack[AuthorizeIpRulesRequest]) -> AuthorizeIpRulesResult:
        """Adds one or more rules to the specified IP access control group."""
    def copy_workspace_image(self, **params: Unpack[CopyWorkspaceImageRequest]) -> CopyWorkspaceImageResult:
        """Copies the specified image from the specified Region to the current Region."""
    def create_account_link_invitation(self, **params: Unpack[CreateAccountLinkInvitationRequest]) -> CreateAccountLinkInvitationResult:
        """Creates the account link invitation."""
    def create_connect_client_add_in(self, **params: Unpack[CreateConnectClientAddInRequest]) -> CreateConnectClientAddInResult:
        """Creates a client-add-in for Connect Customer within a directory."""
    def create_connection_alias(self, **params: Unpack[CreateConnectionAliasRequest]) -> CreateConnectionAliasResult:
        """Creates the specified connection alias for use with cross-Region redirection."""
    def create_ip_group(self, **params: Unpack[CreateIpGroupRequest]) -> CreateIpGroupResult:
        """Creates an IP access control group."""
    def create_standby_workspaces(self, **params: Unpack[CreateStandbyWorkspacesRequest]) -> CreateStandbyWorkspacesResult:
        """Creates a standby WorkSpace in a secondary Region."""
    def create_tags(self, **params: Unpack[CreateTagsRequest]) -> CreateTagsResult:
        """Creates the specified tags for the specified WorkSpaces resource."""
    def create_updated_workspace_image(self, **params: Unpack[CreateUpdatedWorkspaceImageRequest]) -> CreateUpdatedWorkspaceImageResult:
        """Creates a new updated WorkSpace image based on the specified source image."""
    def create_workspace_bundle(self, **params: Unpack[CreateWorkspaceBundleRequest]) -> CreateWorkspaceBundleResult:
        """Creates the specified WorkSpace bundle."""
    def create_workspace_image(self, **params: Unpack[CreateWorkspaceImageRequest]) -> CreateWorkspaceImageResult:
        """Creates a new WorkSpace image from an existing WorkSpace."""
    def create_workspaces(self, **params: Unpack[CreateWorkspacesRequest]) -> CreateWorkspacesResult:
        """Creates one or more WorkSpaces."""
    def create_workspaces_pool(self, **params: Unpack[CreateWorkspacesPoolRequest]) -> CreateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def delete_account_link_invitation(self, **params: Unpack[DeleteAccountLinkInvitationRequest]) -> DeleteAccountLinkInvitationResult:
        """Deletes the account link invitation."""
    def delete_client_branding(self, **params: Unpack[DeleteClientBrandingRequest]) -> DeleteClientBrandingResult:
        """Deletes customized client branding."""
    def delete_connect_client_add_in(self, **params: Unpack[DeleteConnectClientAddInRequest]) -> DeleteConnectClientAddInResult:
        """Deletes a client-add-in for Connect Customer that is configured within a directory."""
    def delete_connection_alias(self, **params: Unpack[DeleteConnectionAliasRequest]) -> DeleteConnectionAliasResult:
        """Deletes the specified connection alias."""
    def delete_ip_group(self, **params: Unpack[DeleteIpGroupRequest]) -> DeleteIpGroupResult:
        """Deletes the specified IP access control group."""
    def delete_tags(self, **params: Unpack[DeleteTagsRequest]) -> DeleteTagsResult:
        """Deletes the specified tags from the specified WorkSpaces resource."""
    def delete_workspace_bundle(self, **params: Unpack[DeleteWorkspaceBundleRequest]) -> DeleteWorkspaceBundleResult:
        """Deletes the specified WorkSpace bundle."""
    def delete_workspace_image(self, **params: Unpack[DeleteWorkspaceImageRequest]) -> DeleteWorkspaceImageResult:
        """Deletes the specified image from your account."""
    def deploy_workspace_applications(self, **params: Unpack[DeployWorkspaceApplicationsRequest]) -> DeployWorkspaceApplicationsResult:
        """Deploys associated applications to the specified WorkSpace."""
    def deregister_workspace_directory(self, **params: Unpack[DeregisterWorkspaceDirectoryRequest]) -> DeregisterWorkspaceDirectoryResult:
        """Deregisters the specified directory."""
    def describe_account(self) -> DescribeAccountResult:
        """Retrieves a list that describes the configuration of Bring Your Own License (BYOL) for the specified account."""
    def describe_account_modifications(self, **params: Unpack[DescribeAccountModificationsRequest]) -> DescribeAccountModificationsResult:
        """Retrieves a list that describes modifications to the configuration of Bring Your Own License (BYOL) for the specified account."""
    def describe_application_associations(self, **params: Unpack[DescribeApplicationAssociationsRequest]) -> DescribeApplicationAssociationsResult:
        """Describes the associations between the application and the specified associated resources."""
    def describe_applications(self, **params: Unpack[DescribeApplicationsRequest]) -> DescribeApplicationsResult:
        """Describes the specified applications by filtering based on their compute types, license availability, operating systems, and owners."""
    def describe_bundle_associations(self, **params: Unpack[DescribeBundleAssociationsRequest]) -> DescribeBundleAssociationsResult:
        """Describes the associations between the applications and the specified bundle."""
    def describe_client_branding(self, **params: Unpack[DescribeClientBrandingRequest]) -> DescribeClientBrandingResult:
        """Describes the specified client branding."""
    def describe_client_properties(self, **params: Unpack[DescribeClientPropertiesRequest]) -> DescribeClientPropertiesResult:
        """Retrieves a list that describes one or more specified Amazon WorkSpaces clients."""
    def describe_connect_client_add_ins(self, **params: Unpack[DescribeConnectClientAddInsRequest]) -> DescribeConnectClientAddInsResult:
        """Retrieves a list of Connect Customer client add-ins that have been created."""
    def describe_connection_alias_permissions(self, **params: Unpack[DescribeConnectionAliasPermissionsRequest]) -> DescribeConnectionAliasPermissionsResult:
        """Describes the permissions that the owner of a connection alias has granted to another Amazon Web Services account for the specified connection alias."""
    def describe_connection_aliases(self, **params: Unpack[DescribeConnectionAliasesRequest]) -> DescribeConnectionAliasesResult:
        """Retrieves a list that describes the connection aliases used for cross-Region redirection."""
    def describe_custom_workspace_image_import(self, **params: Unpack[DescribeCustomWorkspaceImageImportRequest]) -> DescribeCustomWorkspaceImageImportResult:
        """Retrieves information about a WorkSpace BYOL image being imported via ImportCustomWorkspaceImage."""
    def describe_image_associations(self, **params: Unpack[DescribeImageAssociationsRequest]) -> DescribeImageAssociationsResult:
        """Describes the associations between the applications and the specified image."""
    def describe_ip_groups(self, **params: Unpack[DescribeIpGroupsRequest]) -> DescribeIpGroupsResult:
        """Describes one or more of your IP access control groups."""
    def describe_tags(self, **params: Unpack[DescribeTagsRequest]) -> DescribeTagsResult:
        """Describes the specified tags for the specified WorkSpaces resource."""
    def describe_workspace_associations(self, **params: Unpack[DescribeWorkspaceAssociationsRequest]) -> DescribeWorkspaceAssociationsResult:
        """Describes the associations betweens applications and the specified WorkSpace."""
    def describe_workspace_bundles(self, **params: Unpack[DescribeWorkspaceBundlesRequest]) -> DescribeWorkspaceBundlesResult:
        """Retrieves a list that describes the available WorkSpace bundles."""
    def describe_workspace_directories(self, **params: Unpack[DescribeWorkspaceDirectoriesRequest]) -> DescribeWorkspaceDirectoriesResult:
        """Describes the available directories that are registered with Amazon WorkSpaces."""
    def describe_workspace_image_permissions(self, **params: Unpack[DescribeWorkspaceImagePermissionsRequest]) -> DescribeWorkspaceImagePermissionsResult:
        """Describes the permissions that the owner of an image has granted to other Amazon Web Services accounts for an image."""
    def describe_workspace_images(self, **params: Unpack[DescribeWorkspaceImagesRequest]) -> DescribeWorkspaceImagesResult:
        """Retrieves a list that describes one or more specified images, if the image identifiers are provided."""
    def describe_workspace_snapshots(self, **params: Unpack[DescribeWorkspaceSnapshotsRequest]) -> DescribeWorkspaceSnapshotsResult:
        """Describes the snapshots for the specified WorkSpace."""
    def describe_workspaces(self, **params: Unpack[DescribeWorkspacesRequest]) -> DescribeWorkspacesResult:
        """Describes the specified WorkSpaces."""
    def describe_workspaces_connection_status(self, **params: Unpack[DescribeWorkspacesConnectionStatusRequest]) -> DescribeWorkspacesConnectionStatusResult:
        """Describes the connection status of the specified WorkSpaces."""
    def describe_workspaces_pool_sessions(self, **params: Unpack[DescribeWorkspacesPoolSessionsRequest]) -> DescribeWorkspacesPoolSessionsResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def describe_workspaces_pools(self, **params: Unpack[DescribeWorkspacesPoolsRequest]) -> DescribeWorkspacesPoolsResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def disassociate_connection_alias(self, **params: Unpack[DisassociateConnectionAliasRequest]) -> DisassociateConnectionAliasResult:
        """Disassociates a connection alias from a directory."""
    def disassociate_ip_groups(self, **params: Unpack[DisassociateIpGroupsRequest]) -> DisassociateIpGroupsResult:
        """Disassociates the specified IP access control group from the specified directory."""
    def disassociate_workspace_application(self, **params: Unpack[DisassociateWorkspaceApplicationRequest]) -> DisassociateWorkspaceApplicationResult:
        """Disassociates the specified application from a WorkSpace."""
    def get_account_link(self, **params: Unpack[GetAccountLinkRequest]) -> GetAccountLinkResult:
        """Retrieves account link information."""
    def import_client_branding(self, **params: Unpack[ImportClientBrandingRequest]) -> ImportClientBrandingResult:
        """Imports client branding."""
    def import_custom_workspace_image(self, **params: Unpack[ImportCustomWorkspaceImageRequest]) -> ImportCustomWorkspaceImageResult:
        """Imports the specified Windows 10 or 11 Bring Your Own License (BYOL) image into Amazon WorkSpaces using EC2 Image Builder."""
    def import_workspace_image(self, **params: Unpack[ImportWorkspaceImageRequest]) -> ImportWorkspaceImageResult:
        """Imports the specified Windows 10 or 11 Bring Your Own License (BYOL) image into Amazon WorkSpaces."""
    def list_account_links(self, **params: Unpack[ListAccountLinksRequest]) -> ListAccountLinksResult:
        """Lists all account links."""
    def list_available_management_cidr_ranges(self, **params: Unpack[ListAvailableManagementCidrRangesRequest]) -> ListAvailableManagementCidrRangesResult:
        """Retrieves a list of IP address ranges, specified as IPv4 CIDR blocks, that you can use for the network management interface when you enable Bring Your Own License (BYOL)."""
    def migrate_workspace(self, **params: Unpack[MigrateWorkspaceRequest]) -> MigrateWorkspaceResult:
        """Migrates a WorkSpace from one operating system or bundle type to another, while retaining the data on the user volume."""
    def modify_account(self, **params: Unpack[ModifyAccountRequest]) -> ModifyAccountResult:
        """Modifies the configuration of Bring Your Own License (BYOL) for the specified account."""
    def modify_certificate_based_auth_properties(self, **params: Unpack[ModifyCertificateBasedAuthPropertiesRequest]) -> ModifyCertificateBasedAuthPropertiesResult:
        """Modifies the properties of the certificate-based authentication you want to use with your WorkSpaces."""
    def modify_client_properties(self, **params: Unpack[ModifyClientPropertiesRequest]) -> ModifyClientPropertiesResult:
        """Modifies the properties of the specified Amazon WorkSpaces clients."""
    def modify_endpoint_encryption_mode(self, **params: Unpack[ModifyEndpointEncryptionModeRequest]) -> ModifyEndpointEncryptionModeResponse:
        """Modifies the endpoint encryption mode that allows you to configure the specified directory between Standard TLS and FIPS 140-2 validated mode."""
    def modify_saml_properties(self, **params: Unpack[ModifySamlPropertiesRequest]) -> ModifySamlPropertiesResult:
        """Modifies multiple properties related to SAML 2.0 authentication, including the enablement status, user access URL, and relay state parameter name that are used for configuring federation with an SAML 2.0 identity provider."""
    def modify_selfservice_permissions(self, **params: Unpack[ModifySelfservicePermissionsRequest]) -> ModifySelfservicePermissionsResult:
        """Modifies the self-service WorkSpace management capabilities for your users."""
    def modify_streaming_properties(self, **params: Unpack[ModifyStreamingPropertiesRequest]) -> ModifyStreamingPropertiesResult:
        """Modifies the specified streaming properties."""
    def modify_workspace_access_properties(self, **params: Unpack[ModifyWorkspaceAccessPropertiesRequest]) -> ModifyWorkspaceAccessPropertiesResult:
        """Specifies which devices and operating systems users can use to access their WorkSpaces."""
    def modify_workspace_creation_properties(self, **params: Unpack[ModifyWorkspaceCreationPropertiesRequest]) -> ModifyWorkspaceCreationPropertiesResult:
        """Modify the default properties used to create WorkSpaces."""
    def modify_workspace_properties(self, **params: Unpack[ModifyWorkspacePropertiesRequest]) -> ModifyWorkspacePropertiesResult:
        """Modifies the specified WorkSpace properties."""
    def modify_workspace_state(self, **params: Unpack[ModifyWorkspaceStateRequest]) -> ModifyWorkspaceStateResult:
        """Sets the state of the specified WorkSpace."""
    def reboot_workspaces(self, **params: Unpack[RebootWorkspacesRequest]) -> RebootWorkspacesResult:
        """Reboots the specified WorkSpaces."""
    def rebuild_workspaces(self, **params: Unpack[RebuildWorkspacesRequest]) -> RebuildWorkspacesResult:
        """Rebuilds the specified WorkSpace."""
    def register_workspace_directory(self, **params: Unpack[RegisterWorkspaceDirectoryRequest]) -> RegisterWorkspaceDirectoryResult:
        """Registers the specified directory."""
    def reject_account_link_invitation(self, **params: Unpack[RejectAccountLinkInvitationRequest]) -> RejectAccountLinkInvitationResult:
        """Rejects the account link invitation."""
    def restore_workspace(self, **params: Unpack[RestoreWorkspaceRequest]) -> RestoreWorkspaceResult:
        """Restores the specified WorkSpace to its last known healthy state."""
    def revoke_ip_rules(self, **params: Unpack[RevokeIpRulesRequest]) -> RevokeIpRulesResult:
        """Removes one or more rules from the specified IP access control group."""
    def start_workspaces(self, **params: Unpack[StartWorkspacesRequest]) -> StartWorkspacesResult:
        """Starts the specified WorkSpaces."""
    def start_workspaces_pool(self, **params: Unpack[StartWorkspacesPoolRequest]) -> StartWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def stop_workspaces(self, **params: Unpack[StopWorkspacesRequest]) -> StopWorkspacesResult:
        """Stops the specified WorkSpaces."""
    def stop_workspaces_pool(self, **params: Unpack[StopWorkspacesPoolRequest]) -> StopWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def terminate_workspaces(self, **params: Unpack[TerminateWorkspacesRequest]) -> TerminateWorkspacesResult:
        """Terminates the specified WorkSpaces."""
    def terminate_workspaces_pool(self, **params: Unpack[TerminateWorkspacesPoolRequest]) -> TerminateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def terminate_workspaces_pool_session(self, **params: Unpack[TerminateWorkspacesPoolSessionRequest]) -> TerminateWorkspacesPoolSessionResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    def update_connect_client_add_in(self, **params: Unpack[UpdateConnectClientAddInRequest]) -> UpdateConnectClientAddInResult:
        """Updates a Connect Customer client add-in."""
    def update_connection_alias_permission(self, **params: Unpack[UpdateConnectionAliasPermissionRequest]) -> UpdateConnectionAliasPermissionResult:
        """Shares or unshares a connection alias with one account by specifying whether that account has permission to associate the connection alias with a directory."""
    def update_rules_of_ip_group(self, **params: Unpack[UpdateRulesOfIpGroupRequest]) -> UpdateRulesOfIpGroupResult:
        """Replaces the current rules of the specified IP access control group with the specified rules."""
    def update_workspace_bundle(self, **params: Unpack[UpdateWorkspaceBundleRequest]) -> UpdateWorkspaceBundleResult:
        """Updates a WorkSpace bundle with a new image."""
    def update_workspace_image_permission(self, **params: Unpack[UpdateWorkspaceImagePermissionRequest]) -> UpdateWorkspaceImagePermissionResult:
        """Shares or unshares an image with one account in the same Amazon Web Services Region by specifying whether that account has permission to copy the image."""
    def update_workspaces_pool(self, **params: Unpack[UpdateWorkspacesPoolRequest]) -> UpdateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    @overload
    def get_paginator(self, operation_name: Literal["describe_account_modifications"]) -> DescribeAccountModificationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_application_associations"]) -> DescribeApplicationAssociationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_applications"]) -> DescribeApplicationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connect_client_add_ins"]) -> DescribeConnectClientAddInsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connection_alias_permissions"]) -> DescribeConnectionAliasPermissionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connection_aliases"]) -> DescribeConnectionAliasesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_ip_groups"]) -> DescribeIpGroupsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_bundles"]) -> DescribeWorkspaceBundlesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_directories"]) -> DescribeWorkspaceDirectoriesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_image_permissions"]) -> DescribeWorkspaceImagePermissionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_images"]) -> DescribeWorkspaceImagesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces"]) -> DescribeWorkspacesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_connection_status"]) -> DescribeWorkspacesConnectionStatusPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_pool_sessions"]) -> DescribeWorkspacesPoolSessionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_pools"]) -> DescribeWorkspacesPoolsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["list_account_links"]) -> ListAccountLinksPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["list_available_management_cidr_ranges"]) -> ListAvailableManagementCidrRangesPaginator: ...
class AsyncClient(_AsyncClient):
    """Amazon WorkSpaces."""
    @property
    def exceptions(self) -> Exceptions: ...
    async def accept_account_link_invitation(self, **params: Unpack[AcceptAccountLinkInvitationRequest]) -> AcceptAccountLinkInvitationResult:
        """Accepts the account link invitation."""
    async def associate_connection_alias(self, **params: Unpack[AssociateConnectionAliasRequest]) -> AssociateConnectionAliasResult:
        """Associates the specified connection alias with the specified directory to enable cross-Region redirection."""
    async def associate_ip_groups(self, **params: Unpack[AssociateIpGroupsRequest]) -> AssociateIpGroupsResult:
        """Associates the specified IP access control group with the specified directory."""
    async def associate_workspace_application(self, **params: Unpack[AssociateWorkspaceApplicationRequest]) -> AssociateWorkspaceApplicationResult:
        """Associates the specified application to the specified WorkSpace."""
    async def authorize_ip_rules(self, **params: Unpack[AuthorizeIpRulesRequest]) -> AuthorizeIpRulesResult:
        """Adds one or more rules to the specified IP access control group."""
    async def copy_workspace_image(self, **params: Unpack[CopyWorkspaceImageRequest]) -> CopyWorkspaceImageResult:
        """Copies the specified image from the specified Region to the current Region."""
    async def create_account_link_invitation(self, **params: Unpack[CreateAccountLinkInvitationRequest]) -> CreateAccountLinkInvitationResult:
        """Creates the account link invitation."""
    async def create_connect_client_add_in(self, **params: Unpack[CreateConnectClientAddInRequest]) -> CreateConnectClientAddInResult:
        """Creates a client-add-in for Connect Customer within a directory."""
    async def create_connection_alias(self, **params: Unpack[CreateConnectionAliasRequest]) -> CreateConnectionAliasResult:
        """Creates the specified connection alias for use with cross-Region redirection."""
    async def create_ip_group(self, **params: Unpack[CreateIpGroupRequest]) -> CreateIpGroupResult:
        """Creates an IP access control group."""
    async def create_standby_workspaces(self, **params: Unpack[CreateStandbyWorkspacesRequest]) -> CreateStandbyWorkspacesResult:
        """Creates a standby WorkSpace in a secondary Region."""
    async def create_tags(self, **params: Unpack[CreateTagsRequest]) -> CreateTagsResult:
        """Creates the specified tags for the specified WorkSpaces resource."""
    async def create_updated_workspace_image(self, **params: Unpack[CreateUpdatedWorkspaceImageRequest]) -> CreateUpdatedWorkspaceImageResult:
        """Creates a new updated WorkSpace image based on the specified source image."""
    async def create_workspace_bundle(self, **params: Unpack[CreateWorkspaceBundleRequest]) -> CreateWorkspaceBundleResult:
        """Creates the specified WorkSpace bundle."""
    async def create_workspace_image(self, **params: Unpack[CreateWorkspaceImageRequest]) -> CreateWorkspaceImageResult:
        """Creates a new WorkSpace image from an existing WorkSpace."""
    async def create_workspaces(self, **params: Unpack[CreateWorkspacesRequest]) -> CreateWorkspacesResult:
        """Creates one or more WorkSpaces."""
    async def create_workspaces_pool(self, **params: Unpack[CreateWorkspacesPoolRequest]) -> CreateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def delete_account_link_invitation(self, **params: Unpack[DeleteAccountLinkInvitationRequest]) -> DeleteAccountLinkInvitationResult:
        """Deletes the account link invitation."""
    async def delete_client_branding(self, **params: Unpack[DeleteClientBrandingRequest]) -> DeleteClientBrandingResult:
        """Deletes customized client branding."""
    async def delete_connect_client_add_in(self, **params: Unpack[DeleteConnectClientAddInRequest]) -> DeleteConnectClientAddInResult:
        """Deletes a client-add-in for Connect Customer that is configured within a directory."""
    async def delete_connection_alias(self, **params: Unpack[DeleteConnectionAliasRequest]) -> DeleteConnectionAliasResult:
        """Deletes the specified connection alias."""
    async def delete_ip_group(self, **params: Unpack[DeleteIpGroupRequest]) -> DeleteIpGroupResult:
        """Deletes the specified IP access control group."""
    async def delete_tags(self, **params: Unpack[DeleteTagsRequest]) -> DeleteTagsResult:
        """Deletes the specified tags from the specified WorkSpaces resource."""
    async def delete_workspace_bundle(self, **params: Unpack[DeleteWorkspaceBundleRequest]) -> DeleteWorkspaceBundleResult:
        """Deletes the specified WorkSpace bundle."""
    async def delete_workspace_image(self, **params: Unpack[DeleteWorkspaceImageRequest]) -> DeleteWorkspaceImageResult:
        """Deletes the specified image from your account."""
    async def deploy_workspace_applications(self, **params: Unpack[DeployWorkspaceApplicationsRequest]) -> DeployWorkspaceApplicationsResult:
        """Deploys associated applications to the specified WorkSpace."""
    async def deregister_workspace_directory(self, **params: Unpack[DeregisterWorkspaceDirectoryRequest]) -> DeregisterWorkspaceDirectoryResult:
        """Deregisters the specified directory."""
    async def describe_account(self) -> DescribeAccountResult:
        """Retrieves a list that describes the configuration of Bring Your Own License (BYOL) for the specified account."""
    async def describe_account_modifications(self, **params: Unpack[DescribeAccountModificationsRequest]) -> DescribeAccountModificationsResult:
        """Retrieves a list that describes modifications to the configuration of Bring Your Own License (BYOL) for the specified account."""
    async def describe_application_associations(self, **params: Unpack[DescribeApplicationAssociationsRequest]) -> DescribeApplicationAssociationsResult:
        """Describes the associations between the application and the specified associated resources."""
    async def describe_applications(self, **params: Unpack[DescribeApplicationsRequest]) -> DescribeApplicationsResult:
        """Describes the specified applications by filtering based on their compute types, license availability, operating systems, and owners."""
    async def describe_bundle_associations(self, **params: Unpack[DescribeBundleAssociationsRequest]) -> DescribeBundleAssociationsResult:
        """Describes the associations between the applications and the specified bundle."""
    async def describe_client_branding(self, **params: Unpack[DescribeClientBrandingRequest]) -> DescribeClientBrandingResult:
        """Describes the specified client branding."""
    async def describe_client_properties(self, **params: Unpack[DescribeClientPropertiesRequest]) -> DescribeClientPropertiesResult:
        """Retrieves a list that describes one or more specified Amazon WorkSpaces clients."""
    async def describe_connect_client_add_ins(self, **params: Unpack[DescribeConnectClientAddInsRequest]) -> DescribeConnectClientAddInsResult:
        """Retrieves a list of Connect Customer client add-ins that have been created."""
    async def describe_connection_alias_permissions(self, **params: Unpack[DescribeConnectionAliasPermissionsRequest]) -> DescribeConnectionAliasPermissionsResult:
        """Describes the permissions that the owner of a connection alias has granted to another Amazon Web Services account for the specified connection alias."""
    async def describe_connection_aliases(self, **params: Unpack[DescribeConnectionAliasesRequest]) -> DescribeConnectionAliasesResult:
        """Retrieves a list that describes the connection aliases used for cross-Region redirection."""
    async def describe_custom_workspace_image_import(self, **params: Unpack[DescribeCustomWorkspaceImageImportRequest]) -> DescribeCustomWorkspaceImageImportResult:
        """Retrieves information about a WorkSpace BYOL image being imported via ImportCustomWorkspaceImage."""
    async def describe_image_associations(self, **params: Unpack[DescribeImageAssociationsRequest]) -> DescribeImageAssociationsResult:
        """Describes the associations between the applications and the specified image."""
    async def describe_ip_groups(self, **params: Unpack[DescribeIpGroupsRequest]) -> DescribeIpGroupsResult:
        """Describes one or more of your IP access control groups."""
    async def describe_tags(self, **params: Unpack[DescribeTagsRequest]) -> DescribeTagsResult:
        """Describes the specified tags for the specified WorkSpaces resource."""
    async def describe_workspace_associations(self, **params: Unpack[DescribeWorkspaceAssociationsRequest]) -> DescribeWorkspaceAssociationsResult:
        """Describes the associations betweens applications and the specified WorkSpace."""
    async def describe_workspace_bundles(self, **params: Unpack[DescribeWorkspaceBundlesRequest]) -> DescribeWorkspaceBundlesResult:
        """Retrieves a list that describes the available WorkSpace bundles."""
    async def describe_workspace_directories(self, **params: Unpack[DescribeWorkspaceDirectoriesRequest]) -> DescribeWorkspaceDirectoriesResult:
        """Describes the available directories that are registered with Amazon WorkSpaces."""
    async def describe_workspace_image_permissions(self, **params: Unpack[DescribeWorkspaceImagePermissionsRequest]) -> DescribeWorkspaceImagePermissionsResult:
        """Describes the permissions that the owner of an image has granted to other Amazon Web Services accounts for an image."""
    async def describe_workspace_images(self, **params: Unpack[DescribeWorkspaceImagesRequest]) -> DescribeWorkspaceImagesResult:
        """Retrieves a list that describes one or more specified images, if the image identifiers are provided."""
    async def describe_workspace_snapshots(self, **params: Unpack[DescribeWorkspaceSnapshotsRequest]) -> DescribeWorkspaceSnapshotsResult:
        """Describes the snapshots for the specified WorkSpace."""
    async def describe_workspaces(self, **params: Unpack[DescribeWorkspacesRequest]) -> DescribeWorkspacesResult:
        """Describes the specified WorkSpaces."""
    async def describe_workspaces_connection_status(self, **params: Unpack[DescribeWorkspacesConnectionStatusRequest]) -> DescribeWorkspacesConnectionStatusResult:
        """Describes the connection status of the specified WorkSpaces."""
    async def describe_workspaces_pool_sessions(self, **params: Unpack[DescribeWorkspacesPoolSessionsRequest]) -> DescribeWorkspacesPoolSessionsResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def describe_workspaces_pools(self, **params: Unpack[DescribeWorkspacesPoolsRequest]) -> DescribeWorkspacesPoolsResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def disassociate_connection_alias(self, **params: Unpack[DisassociateConnectionAliasRequest]) -> DisassociateConnectionAliasResult:
        """Disassociates a connection alias from a directory."""
    async def disassociate_ip_groups(self, **params: Unpack[DisassociateIpGroupsRequest]) -> DisassociateIpGroupsResult:
        """Disassociates the specified IP access control group from the specified directory."""
    async def disassociate_workspace_application(self, **params: Unpack[DisassociateWorkspaceApplicationRequest]) -> DisassociateWorkspaceApplicationResult:
        """Disassociates the specified application from a WorkSpace."""
    async def get_account_link(self, **params: Unpack[GetAccountLinkRequest]) -> GetAccountLinkResult:
        """Retrieves account link information."""
    async def import_client_branding(self, **params: Unpack[ImportClientBrandingRequest]) -> ImportClientBrandingResult:
        """Imports client branding."""
    async def import_custom_workspace_image(self, **params: Unpack[ImportCustomWorkspaceImageRequest]) -> ImportCustomWorkspaceImageResult:
        """Imports the specified Windows 10 or 11 Bring Your Own License (BYOL) image into Amazon WorkSpaces using EC2 Image Builder."""
    async def import_workspace_image(self, **params: Unpack[ImportWorkspaceImageRequest]) -> ImportWorkspaceImageResult:
        """Imports the specified Windows 10 or 11 Bring Your Own License (BYOL) image into Amazon WorkSpaces."""
    async def list_account_links(self, **params: Unpack[ListAccountLinksRequest]) -> ListAccountLinksResult:
        """Lists all account links."""
    async def list_available_management_cidr_ranges(self, **params: Unpack[ListAvailableManagementCidrRangesRequest]) -> ListAvailableManagementCidrRangesResult:
        """Retrieves a list of IP address ranges, specified as IPv4 CIDR blocks, that you can use for the network management interface when you enable Bring Your Own License (BYOL)."""
    async def migrate_workspace(self, **params: Unpack[MigrateWorkspaceRequest]) -> MigrateWorkspaceResult:
        """Migrates a WorkSpace from one operating system or bundle type to another, while retaining the data on the user volume."""
    async def modify_account(self, **params: Unpack[ModifyAccountRequest]) -> ModifyAccountResult:
        """Modifies the configuration of Bring Your Own License (BYOL) for the specified account."""
    async def modify_certificate_based_auth_properties(self, **params: Unpack[ModifyCertificateBasedAuthPropertiesRequest]) -> ModifyCertificateBasedAuthPropertiesResult:
        """Modifies the properties of the certificate-based authentication you want to use with your WorkSpaces."""
    async def modify_client_properties(self, **params: Unpack[ModifyClientPropertiesRequest]) -> ModifyClientPropertiesResult:
        """Modifies the properties of the specified Amazon WorkSpaces clients."""
    async def modify_endpoint_encryption_mode(self, **params: Unpack[ModifyEndpointEncryptionModeRequest]) -> ModifyEndpointEncryptionModeResponse:
        """Modifies the endpoint encryption mode that allows you to configure the specified directory between Standard TLS and FIPS 140-2 validated mode."""
    async def modify_saml_properties(self, **params: Unpack[ModifySamlPropertiesRequest]) -> ModifySamlPropertiesResult:
        """Modifies multiple properties related to SAML 2.0 authentication, including the enablement status, user access URL, and relay state parameter name that are used for configuring federation with an SAML 2.0 identity provider."""
    async def modify_selfservice_permissions(self, **params: Unpack[ModifySelfservicePermissionsRequest]) -> ModifySelfservicePermissionsResult:
        """Modifies the self-service WorkSpace management capabilities for your users."""
    async def modify_streaming_properties(self, **params: Unpack[ModifyStreamingPropertiesRequest]) -> ModifyStreamingPropertiesResult:
        """Modifies the specified streaming properties."""
    async def modify_workspace_access_properties(self, **params: Unpack[ModifyWorkspaceAccessPropertiesRequest]) -> ModifyWorkspaceAccessPropertiesResult:
        """Specifies which devices and operating systems users can use to access their WorkSpaces."""
    async def modify_workspace_creation_properties(self, **params: Unpack[ModifyWorkspaceCreationPropertiesRequest]) -> ModifyWorkspaceCreationPropertiesResult:
        """Modify the default properties used to create WorkSpaces."""
    async def modify_workspace_properties(self, **params: Unpack[ModifyWorkspacePropertiesRequest]) -> ModifyWorkspacePropertiesResult:
        """Modifies the specified WorkSpace properties."""
    async def modify_workspace_state(self, **params: Unpack[ModifyWorkspaceStateRequest]) -> ModifyWorkspaceStateResult:
        """Sets the state of the specified WorkSpace."""
    async def reboot_workspaces(self, **params: Unpack[RebootWorkspacesRequest]) -> RebootWorkspacesResult:
        """Reboots the specified WorkSpaces."""
    async def rebuild_workspaces(self, **params: Unpack[RebuildWorkspacesRequest]) -> RebuildWorkspacesResult:
        """Rebuilds the specified WorkSpace."""
    async def register_workspace_directory(self, **params: Unpack[RegisterWorkspaceDirectoryRequest]) -> RegisterWorkspaceDirectoryResult:
        """Registers the specified directory."""
    async def reject_account_link_invitation(self, **params: Unpack[RejectAccountLinkInvitationRequest]) -> RejectAccountLinkInvitationResult:
        """Rejects the account link invitation."""
    async def restore_workspace(self, **params: Unpack[RestoreWorkspaceRequest]) -> RestoreWorkspaceResult:
        """Restores the specified WorkSpace to its last known healthy state."""
    async def revoke_ip_rules(self, **params: Unpack[RevokeIpRulesRequest]) -> RevokeIpRulesResult:
        """Removes one or more rules from the specified IP access control group."""
    async def start_workspaces(self, **params: Unpack[StartWorkspacesRequest]) -> StartWorkspacesResult:
        """Starts the specified WorkSpaces."""
    async def start_workspaces_pool(self, **params: Unpack[StartWorkspacesPoolRequest]) -> StartWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def stop_workspaces(self, **params: Unpack[StopWorkspacesRequest]) -> StopWorkspacesResult:
        """Stops the specified WorkSpaces."""
    async def stop_workspaces_pool(self, **params: Unpack[StopWorkspacesPoolRequest]) -> StopWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def terminate_workspaces(self, **params: Unpack[TerminateWorkspacesRequest]) -> TerminateWorkspacesResult:
        """Terminates the specified WorkSpaces."""
    async def terminate_workspaces_pool(self, **params: Unpack[TerminateWorkspacesPoolRequest]) -> TerminateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def terminate_workspaces_pool_session(self, **params: Unpack[TerminateWorkspacesPoolSessionRequest]) -> TerminateWorkspacesPoolSessionResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    async def update_connect_client_add_in(self, **params: Unpack[UpdateConnectClientAddInRequest]) -> UpdateConnectClientAddInResult:
        """Updates a Connect Customer client add-in."""
    async def update_connection_alias_permission(self, **params: Unpack[UpdateConnectionAliasPermissionRequest]) -> UpdateConnectionAliasPermissionResult:
        """Shares or unshares a connection alias with one account by specifying whether that account has permission to associate the connection alias with a directory."""
    async def update_rules_of_ip_group(self, **params: Unpack[UpdateRulesOfIpGroupRequest]) -> UpdateRulesOfIpGroupResult:
        """Replaces the current rules of the specified IP access control group with the specified rules."""
    async def update_workspace_bundle(self, **params: Unpack[UpdateWorkspaceBundleRequest]) -> UpdateWorkspaceBundleResult:
        """Updates a WorkSpace bundle with a new image."""
    async def update_workspace_image_permission(self, **params: Unpack[UpdateWorkspaceImagePermissionRequest]) -> UpdateWorkspaceImagePermissionResult:
        """Shares or unshares an image with one account in the same Amazon Web Services Region by specifying whether that account has permission to copy the image."""
    async def update_workspaces_pool(self, **params: Unpack[UpdateWorkspacesPoolRequest]) -> UpdateWorkspacesPoolResult:
        """End of support notice: On December 31, 2027, Amazon Web Services will end support for Amazon WorkSpaces Pools."""
    @overload
    def get_paginator(self, operation_name: Literal["describe_account_modifications"]) -> AsyncDescribeAccountModificationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_application_associations"]) -> AsyncDescribeApplicationAssociationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_applications"]) -> AsyncDescribeApplicationsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connect_client_add_ins"]) -> AsyncDescribeConnectClientAddInsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connection_alias_permissions"]) -> AsyncDescribeConnectionAliasPermissionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_connection_aliases"]) -> AsyncDescribeConnectionAliasesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_ip_groups"]) -> AsyncDescribeIpGroupsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_bundles"]) -> AsyncDescribeWorkspaceBundlesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_directories"]) -> AsyncDescribeWorkspaceDirectoriesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_image_permissions"]) -> AsyncDescribeWorkspaceImagePermissionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspace_images"]) -> AsyncDescribeWorkspaceImagesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces"]) -> AsyncDescribeWorkspacesPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_connection_status"]) -> AsyncDescribeWorkspacesConnectionStatusPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_pool_sessions"]) -> AsyncDescribeWorkspacesPoolSessionsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["describe_workspaces_pools"]) -> AsyncDescribeWorkspacesPoolsPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["list_account_links"]) -> AsyncListAccountLinksPaginator: ...
    @overload
    def get_paginator(self, operation_name: Literal["list_available_management_cidr_ranges"]) -> AsyncListAvailableManagementCidrRangesPaginator: ...
