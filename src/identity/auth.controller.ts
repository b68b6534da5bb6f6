import { Body, Controller, Header, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable, Public } from '../platform/http';
import { LogInInput, SignUpInput, type SignedIn, SignedInJson } from './auth.dto';
import { LogIn } from './log-in';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { Sessions } from './sessions';
import { SignUp } from './sign-up';

@ApiTags('identity')
@Controller('v1')
export class AuthController {
  constructor(
    private readonly signUps: SignUp,
    private readonly logIns: LogIn,
    private readonly sessions: Sessions,
  ) {}

  @Public()
  @Post('signup')
  @ApiCreatedResponse({ type: SignedInJson })
  @Header('cache-control', 'no-store')
  signUp(@Body() input: SignUpInput): Promise<SignedIn> {
    return this.signUps.run(input);
  }

  @Public()
  @Post('auth/login')
  @NotRepeatable()
  @HttpCode(200)
  @ApiOkResponse({ type: SignedInJson })
  @Header('cache-control', 'no-store')
  logIn(@Body() input: LogInInput, @Ip() address: string): Promise<SignedIn> {
    return this.logIns.run(input, address);
  }

  @ApiBearerAuth()
  @Requires('self.log-out')
  @Post('auth/logout')
  @NotRepeatable()
  @HttpCode(204)
  logOut(@Who() who: Principal): Promise<void> {
    return this.sessions.close(who);
  }
}
